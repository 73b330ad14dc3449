import ArgumentParser
import Martlet
import MartletAPI

extension RunsCommand {
    /// Waits for a run.
    struct Wait: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wait for a run, and print its answer.",
            discussion: "The reasoning goes to standard error. Ctrl-C ends the waiting, not the run.")

        @Argument(help: "The thread's id.")
        var thread: String

        @Argument(help: "The run's id.")
        var id: String

        @OptionGroup var waiting: WaitOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (thread, id) = (ThreadID(rawValue: thread), RunID(rawValue: id))
            let waiting = RunWaiting(output: output, polling: waiting.polling)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                try await waiting.wait(for: id, in: thread, client: client)
            }
        }
    }
}
