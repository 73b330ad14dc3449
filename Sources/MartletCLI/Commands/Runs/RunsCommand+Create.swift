import ArgumentParser
import Foundation
import Martlet
import MartletAPI

extension RunsCommand {
    /// Starts a run.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an assistant answer a thread, and print the answer.",
            discussion: "The reasoning goes to standard error. Ctrl-C ends the waiting, not the run.")

        @Argument(help: "The thread's id.")
        var thread: String

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("The assistant's id. Default $DEFAULT_ASSISTANT_ID.", valueName: "id"))
        var assistant: String?

        @Flag(name: .customLong("no-wait"), help: "Print the run at once, without its answer.")
        var noWait = false

        @Flag(name: .customLong("no-think"), help: "The model answers without reasoning first.")
        var noThink = false

        @Option(help: "Above 0, up to 2: how random the answer is. Default the platform's.")
        var temperature: Double?

        @Option(name: .customLong("max-tokens"), help: "The most tokens of the answer.")
        var maxTokens: Int?

        @OptionGroup var waiting: WaitOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let temperature, !(temperature > 0 && temperature <= 2) {
                throw ValidationError("--temperature must be above 0 and not above 2: 0 cannot be expressed.")
            }
            if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be 1 or more.") }
        }

        func run() async throws {
            let request = try self.request()
            let (thread, noWait, output) = (ThreadID(rawValue: thread), noWait, output)
            let waiting = RunWaiting(output: output, polling: waiting.polling)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                let run = try await client.threads.runs.create(in: thread, request)
                if noWait {
                    try output.print(run, people: RunsCommand.facts(run))
                } else {
                    try await waiting.wait(for: run.id, in: thread, client: client)
                }
            }
        }

        /// - Throws: `ValidationError` when no assistant is named.
        func request(
            environment: [String: String] = ProcessInfo.processInfo.environment
        ) throws -> RunRequest {
            guard
                let id = [assistant, environment["DEFAULT_ASSISTANT_ID"]].compactMap({ $0 }).first(where: {
                    !$0.isEmpty
                })
            else {
                throw ValidationError("Name the assistant: --assistant ID, or DEFAULT_ASSISTANT_ID in the environment.")
            }
            return RunRequest(
                assistantID: AssistantID(rawValue: id), enableThinking: !noThink, temperature: temperature,
                maxTokens: maxTokens)
        }
    }
}
