import ArgumentParser
import MartletAPI

/// Conversations that a platform keeps.
struct ThreadsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "threads", abstract: "Make, list and delete conversations that the platform keeps.",
        discussion: "What is said in one: martlet messages. Answers: martlet runs.",
        subcommands: [List.self, Get.self, Create.self, Delete.self])

    static let header = ["id", "created", "metadata"]

    /// A thread's cells under ``header``.
    static func row(_ thread: ChatThread) -> [String] {
        [thread.id.rawValue, LocalTime.text(thread.createdAt), metadata(of: thread)]
    }

    private static func metadata(of thread: ChatThread) -> String {
        let pairs = thread.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return pairs.isEmpty ? "-" : Table.cell(pairs.joined(separator: " "))
    }
}
