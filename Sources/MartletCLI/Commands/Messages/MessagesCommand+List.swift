import ArgumentParser
import Martlet
import MartletAPI

extension MessagesCommand {
    /// Lists a thread's messages.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a thread's messages.",
            discussion: """
                Prints the newest messages, the newest last, as a conversation is read. With --json the list comes as the \
                platform sends it, the newest first.
                """)

        @Argument(help: "The thread's id.")
        var thread: String

        @Option(help: ArgumentHelp("The most messages to list.", valueName: "count"))
        var limit = 20

        @Flag(help: "List all messages.")
        var all = false

        @Flag(help: "Print the whole texts, with reasoning and attachments.")
        var full = false

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        }

        func run() async throws {
            let (thread, limit, all) = (ThreadID(rawValue: thread), limit, all)
            var page = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                guard all else { return try await client.threads.messages.list(in: thread, limit: limit) }
                var messages: [ThreadMessage] = []
                for try await message in client.threads.messages.all(in: thread) { messages.append(message) }
                return ListPage(
                    messages, firstID: messages.first?.id.rawValue, lastID: messages.last?.id.rawValue, hasMore: false)
            }
            if !output.json {
                page.data.reverse()
                if page.hasMore == true { Terminal.standardError("There are older messages: --limit or --all.\n") }
            }
            guard full, !output.json, !page.data.isEmpty else {
                try output.print(page, ["id", "created", "role", "text"], empty: "There are no messages.") { message in
                    [
                        message.id.rawValue, LocalTime.text(message.createdAt), message.role.rawValue,
                        Table.cell(message.text, limit: 72),
                    ]
                }
                return
            }
            let texts = page.data.map { message in
                let head = "[\(message.role), \(LocalTime.text(message.createdAt)), \(message.id)]"
                let reasoning = message.reasoningContent.map { "(\($0))\n\n" } ?? ""
                return "\(head)\n\(reasoning)\(MessageText.whole(message))\n"
            }
            try Terminal.write(texts.joined(separator: "\n"))
        }
    }
}
