import Martlet
import MartletAPI

/// Waits for a run and prints its answer.
struct RunWaiting: Sendable {
    let output: OutputOptions
    let polling: PollingPolicy

    /// - Throws: `MartletError` when the run failed, after it was printed for programs; `CancellationError` when the
    ///   waiting was interrupted, after it was said that the run goes on.
    func wait(for run: RunID, in thread: ThreadID, client: MartletClient) async throws {
        let (output, polling) = (output, polling)
        let interrupts = Interrupts()
        do {
            let done = try await interrupts.cancelling {
                try await output.progress.during("The assistant answers") {
                    try await client.threads.runs.wait(for: run, in: thread, polling: polling)
                }
            }
            try printAnswer(of: done)
        } catch is CancellationError {
            Terminal.standardError("\nThe run goes on: martlet runs wait \(thread) \(run), or martlet runs cancel.\n")
            throw CancellationError()
        } catch let error as MartletError {
            if output.json, let run = error.run { try Terminal.write(try run.jsonText() + "\n") }
            throw error
        }
    }

    /// Prints a completed run's answer; its reasoning goes to standard error.
    private func printAnswer(of run: ThreadRun) throws {
        if output.json {
            try Terminal.write(try run.jsonText() + "\n")
        } else if let message = run.message {
            if let reasoning = message.reasoningContent, !reasoning.isEmpty, !output.quiet {
                Terminal.standardError(reasoning + "\n\n")
            }
            try Terminal.write(MessageText.whole(message) + "\n")
        } else {
            Terminal.standardError("The run is completed, and the platform sent no message.\n")
        }
    }
}
