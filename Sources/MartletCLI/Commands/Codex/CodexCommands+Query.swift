import ArgumentParser
import MartletAPI
import MartletCodex

extension CodexCommands {
    /// Asks once.
    struct Query: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask once, and print the answer.",
            discussion: """
                The prompt may come from standard input; with both, the input follows the prompt. What Codex does beside the \
                answer (commands, changed files) goes to standard error. On a terminal it asks before a command leaves the \
                sandbox. Ctrl-C ends the answer and every command that it started.
                """, aliases: ["stream"])

        @Argument(help: "What to ask.")
        var prompt: String?

        @Flag(inversion: .prefixedNo, help: "Print the text as it comes. Default for text.")
        var stream: Bool?

        @OptionGroup var codex: CodexOptions
        @OptionGroup var answer: CodexAnswerOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func validate() throws {
            if let prompt, prompt.allSatisfy(\.isWhitespace) { throw ValidationError("The prompt is empty.") }
            let format = try format
            if stream == true, ![.text, .raw, .jsonl].contains(format) {
                throw ValidationError("--stream is for the formats text, raw and jsonl.")
            }
            if answer.output != nil, stream == true || format == .jsonl {
                throw ValidationError("--output writes an answer that is complete: leave out --stream, or redirect.")
            }
        }

        private var format: CodexAnswerFormat {
            get throws { try CodexAnswerFormat.chosen(answer.format, json: output.json || speech.jsonOutput) }
        }

        func run() async throws {
            let text = try answer.question(prompt)
            var request = try answer.template()
            request.messages.append(try answer.message(text))
            let format = try format
            let printer = CodexAnswerPrinter(
                format: format, streams: answer.output == nil && (stream ?? (format == .text)) && format != .jsonl,
                file: answer.output, showsUsage: answer.usage, output: output, speech: speech)
            let interrupts = Interrupts()
            let asked = request
            _ = try await CodexSource(options: codex, output: output, speech: speech).withClient(asks: true) { client in
                try await printer.answer(interrupts: interrupts) { try await client.chat.completions.events(asked) }
            }
        }
    }
}

extension CodexAnswerFormat {
    /// The format that `--format` names, or `--json` stands for; else text.
    ///
    /// - Throws: `ValidationError` when the two differ.
    static func chosen(_ format: CodexAnswerFormat?, json: Bool) throws -> CodexAnswerFormat {
        guard json else { return format ?? .text }
        guard format == nil || format == .json else {
            throw ValidationError("--json is --format json: give one of the two.")
        }
        return .json
    }
}
