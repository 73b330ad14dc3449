import ArgumentParser
import Foundation
import Martlet
import MartletAPI

/// Asks a model, once or in a conversation.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Ask a model.",
        discussion: """
            With a prompt, or with standard input that is not a terminal, asks once; with both, the input follows the \
            prompt. Else it holds a conversation. Ctrl-C ends the answer, not the program; Ctrl-D ends the conversation. \
            With --platform codex the Codex command line answers, as a plain chat model; as an agent it is martlet codex.
            """)

    @Argument(help: "What to ask.")
    var prompt: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Instructions that the model follows.", valueName: "text"))
    var system: String?

    @Flag(name: .customLong("no-stream"), help: "Print the answer when it is complete.")
    var noStream = false

    @Flag(help: "Print usage and timing to standard error.")
    var usage = false

    @OptionGroup var model: ModelOption
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var input: ChatInputOptions
    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let prompt, prompt.allSatisfy(\.isWhitespace) { throw ValidationError("The prompt is empty.") }
    }

    func run() async throws {
        let question = try question()
        var template = self.template
        let tools = try self.input.apply(to: &template)
        if question == nil, self.input.hasMedia {
            throw ValidationError("Say what to do with it: a picture needs a prompt.")
        }
        let message = try question.map { try self.input.message($0) }
        // Several answers cannot be read as they come, one into the other.
        let streams = !noStream && (sampling.count ?? 1) == 1
        let printer = AnswerPrinter(
            streams: streams, showsUsage: usage, showsReasoning: self.input.think == true,
            runsTools: tools.isRunnable, output: output)
        let interrupts = Interrupts()
        let lines = LineInput(file: Self.historyFile)
        let request = template
        let answer = { @Sendable (model: any ChatModel, place: String) in
            let rounds = try ToolRounds(model: model, printer: printer, interrupts: interrupts, tools: tools)
            guard let message else {
                try await Conversation(rounds: rounds, template: request, input: lines, place: place).run()
                return
            }
            var request = request
            request.messages.append(message)
            try await rounds.answer(&request).check()
        }
        if platform.isCodex() {
            try await CodexChatSource(options: platform, output: output).withModel { try await answer($0, "Codex") }
        } else {
            try await ClientSource(options: platform, output: output).withClient { client in
                try await answer(client.chat.completions, "\(client.baseURL)")
            }
        }
    }

    /// Where the lines of earlier conversations are kept; nil when there is no data directory yet.
    static var historyFile: String? {
        let data = DataDirectory.path(ProcessInfo.processInfo.environment)
        return FileManager.default.fileExists(atPath: data) ? data + "/history" : nil
    }

    /// What to ask once; nil for a conversation.
    private func question() throws -> String? {
        let input = Terminal.inputIsTerminal ? nil : try Terminal.readInput()
        let parts = [prompt, input].compactMap { $0 }.filter { !$0.allSatisfy(\.isWhitespace) }
        if !parts.isEmpty { return parts.joined(separator: "\n\n") }
        if output.json || input != nil {
            throw ValidationError("There is nothing to ask: give a prompt, or write it to standard input.")
        }
        return nil
    }

    private var template: ChatCompletionRequest {
        var request = ChatCompletionRequest(
            model: platform.isCodex() ? model.chosen : model.id, messages: system.map { [.system($0)] } ?? [])
        request.temperature = sampling.temperature
        request.maxTokens = sampling.maxTokens
        request.seed = sampling.seed
        request.stop = sampling.stopSequences
        request.n = sampling.count
        return request
    }
}
