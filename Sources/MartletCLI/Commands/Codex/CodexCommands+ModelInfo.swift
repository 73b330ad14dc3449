import ArgumentParser
import MartletAPI
import MartletCodex

extension CodexCommands {
    /// Says what Codex knows about one model.
    struct ModelInfo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "model-info", abstract: "Say what Codex knows about a model.")

        @Argument(help: "The model.")
        var id: String

        @OptionGroup var codex: CodexOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() async throws {
            let (id, isJSON) = (id, output.json || speech.jsonOutput)
            try await CodexSource(options: codex, output: output, speech: speech).withClient { client in
                let models = try await client.models.catalog(includeHidden: true)
                guard let model = models.first(where: { $0.id.rawValue == id }) else {
                    throw CommandFailure(
                        .refused,
                        """
                        Codex knows nothing about a model '\(id)'; its service may have it all the same. Those that it \
                        knows: \(models.map(\.id.rawValue).joined(separator: ", ")).
                        """)
                }
                let text = isJSON ? try JSONValue.object(model.payload).jsonText() : Table.facts(Self.facts(model))
                try Terminal.write(text + "\n")
            }
        }

        static func facts(_ model: CodexModel) -> [(name: String, value: String)] {
            [
                ("model", model.id.rawValue), ("name", model.displayName ?? "-"), ("about", model.summary ?? "-"),
                ("default", model.isDefault ? "yes" : "no"), ("hidden", model.isHidden ? "yes" : "no"),
                ("efforts", model.reasoningEfforts.map(\.rawValue).joined(separator: ", ")),
                ("default effort", model.defaultReasoningEffort?.rawValue ?? "-"),
                ("input", model.inputModalities.joined(separator: ", ")),
            ]
        }
    }
}
