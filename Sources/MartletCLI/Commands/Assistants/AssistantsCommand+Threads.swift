import ArgumentParser
import Martlet
import MartletAPI

extension AssistantsCommand {
    /// Lists an assistant's threads.
    struct Threads: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the threads in which an assistant has a run.")

        @Argument(help: "The assistant's id.")
        var id: String

        @Option(help: ArgumentHelp("The most threads to list.", valueName: "count"))
        var limit = 20

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        }

        func run() async throws {
            let (id, limit) = (AssistantID(rawValue: id), limit)
            let list = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.assistants.threads(of: id, limit: limit)
            }
            try output.print(
                list, ThreadsCommand.header, empty: "The assistant has no threads.", row: ThreadsCommand.row)
        }
    }
}
