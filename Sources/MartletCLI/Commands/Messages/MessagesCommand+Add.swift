import ArgumentParser
import Martlet
import MartletAPI

extension MessagesCommand {
    /// Adds a message.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a message to a thread, and print its id.",
            discussion: "Takes the text from standard input when none is given. Nobody answers it: martlet runs create."
        )

        @Argument(help: "The thread's id.")
        var thread: String

        @Argument(help: "What is said.")
        var text: String?

        @Option(help: ArgumentHelp("Who says it.", valueName: "role"))
        var role = ChatRole.user.rawValue

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let text, text.allSatisfy(\.isWhitespace) { throw ValidationError("The text is empty.") }
            if role.isEmpty { throw ValidationError("--role is empty.") }
        }

        func run() async throws {
            let content = try text ?? (Terminal.inputIsTerminal ? "" : Terminal.readInput())
            guard !content.allSatisfy(\.isWhitespace) else {
                throw ValidationError("There is nothing to add: give a text, or write it to standard input.")
            }
            let thread = ThreadID(rawValue: thread)
            let request = ThreadMessageRequest(role: ChatRole(rawValue: role), content: content)
            let message = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.threads.messages.create(in: thread, request)
            }
            try output.print(new: message, id: message.id)
        }
    }
}
