import ArgumentParser
import MartletAPI
import MartletCodex

extension CodexCommands {
    /// Lets the agent do something.
    struct Exec: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the agent do something, and print its last message alone.",
            discussion: """
                As martlet codex query, but what the agent says while it works goes to standard error with the rest, and \
                the last message is printed when it is complete.
                """)

        @Argument(help: "What to do.")
        var prompt: String?

        @OptionGroup var codex: CodexOptions
        @OptionGroup var answer: CodexAnswerOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func validate() throws {
            if let prompt, prompt.allSatisfy(\.isWhitespace) { throw ValidationError("The prompt is empty.") }
            if answer.output != nil, try format == .jsonl {
                throw ValidationError("--output writes an answer that is complete: redirect --format jsonl.")
            }
        }

        private var format: CodexAnswerFormat {
            get throws { try CodexAnswerFormat.chosen(answer.format, json: output.json || speech.jsonOutput) }
        }

        func run() async throws {
            let text = try answer.question(prompt)
            var request = try answer.template()
            request.messages.append(try answer.message(text))
            let printer = CodexAnswerPrinter(
                format: try format, streams: false, file: answer.output, showsUsage: answer.usage, output: output,
                speech: speech)
            let interrupts = Interrupts()
            let asked = request
            let source = CodexSource(options: codex, output: output, speech: speech, finalMessageOnly: true)
            _ = try await source.withClient(asks: true) { client in
                try await printer.answer(interrupts: interrupts) { try await client.chat.completions.events(asked) }
            }
        }
    }
}
