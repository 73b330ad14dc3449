import ArgumentParser
import Foundation
import MartletAPI

/// What is asked of Codex, and what becomes of the answer.
struct CodexAnswerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Instructions that the model follows.", valueName: "text"))
    var system: String?

    @Option(help: ArgumentHelp("An image to look at: a file or a URL; may be given several times.", valueName: "image"))
    var image: [String] = []

    @Option(
        name: [.customLong("schema"), .customLong("output-schema")],
        help: ArgumentHelp("A JSON Schema file that the answer has to follow.", valueName: "file"))
    var schema: String?

    @Option(
        name: [.customLong("reasoning-effort"), .customLong("reasoning_effort"), .customLong("effort")],
        help: ArgumentHelp("How much the model may think: minimal, low, medium, high, …", valueName: "effort"))
    var reasoningEffort: String?

    @Option(help: "0 to 2. Codex has no way to honour it; it says so.")
    var temperature: Double?

    @Option(
        name: [.customLong("max-tokens"), .customLong("max_tokens")],
        help: "The most tokens of an answer, as far as they can be counted here.")
    var maxTokens: Int?

    @Option(help: ArgumentHelp("Stop at this text; may be given several times.", valueName: "text"))
    var stop: [String] = []

    @Option(
        help: ArgumentHelp(
            "How the answer is printed: \(CodexAnswerFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "format"))
    var format: CodexAnswerFormat?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write the answer to this file instead of printing it.", valueName: "file"))
    var output: String?

    @Flag(help: "Print usage and timing to standard error.")
    var usage = false

    func validate() throws {
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("--temperature must be between 0 and 2.")
        }
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be 1 or more.") }
        if stop.contains("") { throw ValidationError("--stop must not be empty.") }
        if stop.count > 4 { throw ValidationError("--stop may be given four times at most.") }
        if output?.isEmpty == true { throw ValidationError("--output must name a file.") }
    }

    /// What to ask: the argument, and standard input when that is not a terminal.
    func question(_ prompt: String?) throws -> String {
        let input = Terminal.inputIsTerminal ? nil : try Terminal.readInput()
        let parts = [prompt, input].compactMap { $0 }.filter { !$0.allSatisfy(\.isWhitespace) }
        guard !parts.isEmpty else {
            throw ValidationError("There is nothing to ask: give a prompt, or write it to standard input.")
        }
        return parts.joined(separator: "\n\n")
    }

    /// The user's message.
    ///
    /// - Throws: ``CommandFailure`` when an image cannot be sent.
    func message(_ text: String) throws -> ChatMessage {
        guard !image.isEmpty else { return .user(text) }
        do throws(MediaError) {
            return try .user(text, images: image.map { MediaSource(argument: $0) }, detail: .auto, isStrict: true)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    /// A request without its question.
    func template() throws -> ChatCompletionRequest {
        var request = ChatCompletionRequest(model: nil, messages: system.map { [.system($0)] } ?? [])
        request.temperature = temperature
        request.maxTokens = maxTokens
        request.stop = stop.isEmpty ? nil : StopSequences(stop)
        request.reasoningEffort = reasoningEffort.map { ReasoningEffort(rawValue: $0) }
        if let schema {
            request.responseFormat = .jsonSchema(name: "answer", schema: try JSONFile.read(schema), strict: true)
        }
        return request
    }
}
