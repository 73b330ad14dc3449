import ArgumentParser
import Martlet
import MartletAPI

extension RunsCommand {
    /// Shows a run.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a run, with its answer when there is one.")

        @Argument(help: "The thread's id.")
        var thread: String

        @Argument(help: "The run's id.")
        var id: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (thread, id) = (ThreadID(rawValue: thread), RunID(rawValue: id))
            let run = try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                try await client.threads.runs.retrieve(id, in: thread)
            }
            let answer = run.message.map { "\n\n\(MessageText.whole($0))" } ?? ""
            try output.print(run, people: RunsCommand.facts(run) + answer)
        }
    }
}
