import ArgumentParser
import MartletAPI

/// What is said in a thread.
struct MessagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages", abstract: "Read and add the messages of a thread.",
        subcommands: [List.self, Add.self, Import.self])
}
