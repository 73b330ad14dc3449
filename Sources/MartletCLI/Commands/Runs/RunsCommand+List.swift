import ArgumentParser
import Martlet
import MartletAPI

extension RunsCommand {
    /// Lists runs.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the runs in a thread.")

        @Argument(help: "The thread's id.")
        var thread: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let thread = ThreadID(rawValue: thread)
            let list = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.threads.runs.list(in: thread)
            }
            try output.print(list, RunsCommand.header, empty: "The thread has no runs.", row: RunsCommand.row)
        }
    }
}
