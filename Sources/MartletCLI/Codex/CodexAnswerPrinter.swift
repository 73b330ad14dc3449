import Foundation
import Martlet
import MartletAPI
import MartletCodex

/// Tells what Codex does on standard error, and prints its answer.
struct CodexAnswerPrinter: Sendable {
    let format: CodexAnswerFormat
    /// Whether the text is printed as it comes.
    let streams: Bool
    /// Nil to print the answer.
    let file: String?
    let showsUsage: Bool
    let isQuiet: Bool
    let isVerbose: Bool
    /// Whether what happens beside the answer is told dimly.
    let isColored: Bool

    init(
        format: CodexAnswerFormat, streams: Bool, file: String?, showsUsage: Bool, output: OutputOptions,
        speech: CodexSpeechOptions
    ) {
        self.format = format
        self.streams = streams
        self.file = file
        self.showsUsage = showsUsage
        isQuiet = output.quiet
        isVerbose = output.verbose || speech.debug
        isColored = !speech.noColor && Terminal.errorIsTerminal && Terminal.allowsColor
    }

    /// Reads an answer to its end and prints it.
    ///
    /// - Parameter events: Begins the answer.
    /// - Returns: The completion. What had come of one that was interrupted was printed.
    /// - Throws: What the answer ends with; ``Terminal/BrokenPipe``; ``CommandFailure`` when there is nothing to print.
    @discardableResult
    func answer(
        interrupts: Interrupts, _ events: @escaping @Sendable () async throws -> CodexEventStream
    ) async throws -> ChatCompletion {
        let start = ContinuousClock.now
        let collector = Collector()
        let completion: ChatCompletion
        do {
            completion = try await interrupts.cancelling {
                try await read(try await events(), into: collector)
            }
        } catch {
            // What had come stays on the screen; what follows begins on a line of its own.
            if streams, await collector.hasText { try Terminal.write("\n") }
            throw error
        }
        try finish(completion, duration: .now - start)
        return completion
    }

    private func read(_ events: CodexEventStream, into collector: Collector) async throws -> ChatCompletion {
        let activities = CodexActivityLines(isVerbose: isVerbose)
        var isInText = false
        for try await event in events {
            switch event {
            case .chunk(let chunk):
                try await collector.add(chunk)
                if streams {
                    try Terminal.write(chunk.text)
                    if let last = chunk.text.last { isInText = last != "\n" }
                }
                if format == .jsonl { try write(chunk) }
            case .activity(let activity, _):
                if format == .jsonl, let object = CodexActivityJSON.object(activity) { try write(object) }
                let lines = isQuiet ? [] : activities.lines(activity)
                guard !lines.isEmpty else { continue }
                if isInText, Terminal.outputIsTerminal, Terminal.errorIsTerminal {
                    try Terminal.write("\n")
                    isInText = false
                }
                tell(lines)
            }
        }
        return try events.completion()
    }

    private func tell(_ lines: [String]) {
        for line in lines {
            Terminal.standardError(isColored ? "\u{1B}[2m\(line)\u{1B}[0m\n" : line + "\n")
        }
    }

    private func write(_ chunk: ChatCompletionChunk) throws {
        if let text = chunk.reasoningText, !text.isEmpty { try write(["kind": "reasoning", "text": .string(text)]) }
        if !chunk.text.isEmpty { try write(["kind": "text", "text": .string(chunk.text)]) }
    }

    private func write(_ object: JSONObject) throws {
        try Terminal.write(try JSONValue.object(object).jsonText() + "\n")
    }

    private func finish(_ completion: ChatCompletion, duration: Duration) throws {
        let text = try Self.text(of: completion, format)
        if let file {
            try write(text, to: file)
        } else if streams {
            if !completion.text.hasSuffix("\n") { try Terminal.write("\n") }
        } else {
            try Terminal.write(text)
        }
        switch completion.finishReason {
        case .length?: Terminal.standardError("martlet: the answer was cut off at the token limit\n")
        case .contentFilter?: Terminal.standardError("martlet: the answer was cut off by a filter\n")
        default: break
        }
        guard showsUsage else { return }
        var facts: [String] = []
        if let usage = completion.usage {
            facts.append("\(usage.promptTokens) prompt + \(usage.completionTokens) answer tokens")
        }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        facts.append("\((seconds * 100).rounded() / 100) s")
        if let model = completion.model { facts.append("\(model)") }
        Terminal.standardError("[\(facts.joined(separator: ", "))]\n")
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure(.configuration, "\(path) cannot be written: \(error.localizedDescription)")
        }
        if !isQuiet { Terminal.standardError("The answer is in \(path).\n") }
    }

    /// What is printed of an answer.
    ///
    /// - Throws: ``CommandFailure`` when a code block is wanted and there is none.
    static func text(of completion: ChatCompletion, _ format: CodexAnswerFormat) throws -> String {
        switch format {
        case .text: return completion.text.hasSuffix("\n") ? completion.text : completion.text + "\n"
        case .raw: return completion.text
        case .code:
            let blocks = completion.codeBlocks
            guard !blocks.isEmpty else {
                throw CommandFailure(.refused, "There is no code block in the answer. See it with --format text.")
            }
            return blocks.map { $0.code + "\n" }.joined(separator: "\n")
        case .json: return try JSONValue.object(object(completion)).jsonText() + "\n"
        case .jsonl:
            var object: JSONObject = ["kind": "completed"]
            object.merge(try Self.object(completion))
            return try JSONValue.object(object).jsonText() + "\n"
        case .completion: return try completion.jsonText() + "\n"
        }
    }

    private static func object(_ completion: ChatCompletion) throws -> JSONObject {
        [
            "model": completion.model.map { .string($0.rawValue) } ?? .null,
            "content": .string(completion.text),
            "usage": try completion.usage.map { try JSONValue(json: try $0.jsonBytes()) } ?? .null,
            "finish_reason": completion.finishReason.map { .string($0.rawValue) } ?? .null,
            "codex": completion.additionalProperties["codex"] ?? .null,
        ]
    }
}
