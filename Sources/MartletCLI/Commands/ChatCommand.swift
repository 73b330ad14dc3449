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
            prompt. Else it holds a conversation. Ctrl-C ends the answer, not the program; Ctrl-D ends the conversation.
            """)

    @Argument(help: "What to ask.")
    var prompt: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The model. Default $MARTLET_MODEL, else smollm2.", valueName: "id"))
    var model: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Instructions that the model follows.", valueName: "text"))
    var system: String?

    @Option(help: "0 to 2: how random the answer is.")
    var temperature: Double?

    @Option(name: .customLong("max-tokens"), help: "The most tokens of an answer.")
    var maxTokens: Int?

    @Flag(name: .customLong("no-stream"), help: "Print the answer when it is complete.")
    var noStream = false

    @Flag(help: "Print usage and timing to standard error.")
    var usage = false

    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("--temperature must be between 0 and 2.")
        }
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be 1 or more.") }
        if let prompt, prompt.allSatisfy(\.isWhitespace) { throw ValidationError("The prompt is empty.") }
    }

    func run() async throws {
        let question = try question()
        let template = self.template
        let printer = AnswerPrinter(streams: !noStream, showsUsage: usage, output: output)
        let interrupts = Interrupts()
        let input = LineInput(file: Self.historyFile)
        try await ClientSource(options: platform, output: output).withClient { client in
            guard let question else {
                try await Conversation(
                    client: client, template: template, printer: printer, interrupts: interrupts, input: input
                ).run()
                return
            }
            var request = template
            request.messages.append(.user(question))
            try await printer.answer(request, client: client, interrupts: interrupts).check()
        }
    }

    /// Where the lines of earlier conversations are kept; nil when there is no data directory yet.
    private static var historyFile: String? {
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
        let environment = ProcessInfo.processInfo.environment["MARTLET_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
        let name = model ?? environment ?? "smollm2"
        var request = ChatCompletionRequest(
            model: ModelID(rawValue: name), messages: system.map { [.system($0)] } ?? [])
        request.temperature = temperature
        request.maxTokens = maxTokens
        return request
    }
}
