import ArgumentParser
import Martlet
import MartletAPI

extension ThreadsCommand {
    /// Shows a thread.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a thread.", discussion: "What is said in it: martlet messages list ID.")

        @Argument(help: "The thread's id.")
        var id: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let id = ThreadID(rawValue: id)
            let thread = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.threads.retrieve(id)
            }
            let facts = zip(ThreadsCommand.header, ThreadsCommand.row(thread)).map { (name: $0, value: $1) }
            try output.print(thread, people: Table.facts(facts))
        }
    }
}
