import ArgumentParser
import Martlet
import MartletAPI

extension RunsCommand {
    /// Calls a run off.
    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Call a run off.")

        @Argument(help: "The thread's id.")
        var thread: String

        @Argument(help: "The run's id.")
        var id: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (thread, id) = (ThreadID(rawValue: thread), RunID(rawValue: id))
            let run = try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                try await client.threads.runs.cancel(id, in: thread)
            }
            try output.print(run, people: RunsCommand.facts(run))
        }
    }
}
