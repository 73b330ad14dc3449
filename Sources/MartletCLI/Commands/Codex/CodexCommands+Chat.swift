import ArgumentParser
import Foundation
import MartletAPI
import MartletCodex

extension CodexCommands {
    /// Holds a conversation.
    struct Chat: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold a conversation with Codex.",
            discussion: """
                Codex remembers what was said and done. \(CodexDialogue.help.replacing("\n", with: "; "))Ctrl-C ends an \
                answer, Ctrl-D the conversation.
                """)

        @Option(name: .shortAndLong, help: ArgumentHelp("Instructions that the model follows.", valueName: "text"))
        var system: String?

        @Option(help: ArgumentHelp("Begin with a conversation that !save has written.", valueName: "file"))
        var load: String?

        @OptionGroup var codex: CodexOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() async throws {
            let printer = CodexAnswerPrinter(
                format: .text, streams: true, file: nil, showsUsage: false, output: output, speech: speech)
            let interrupts = Interrupts()
            let lines = LineInput(file: CodexDialogue.historyFile)
            let (system, load, model) = (system, load, codex.model)
            try await CodexSource(options: codex, output: output, speech: speech).withClient(asks: true) { client in
                var dialogue = CodexDialogue(
                    client: client, printer: printer, interrupts: interrupts, system: system, model: model)
                if let load { try dialogue.load(load) }
                try await dialogue.run(lines)
            }
        }
    }
}
