import ArgumentParser
import MartletAPI
import MartletCodex

extension CodexCommands {
    /// Lists models.
    struct Models: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models that can be asked for.",
            discussion: """
                Codex's own list is built in: whether an account has a model is another question. With --base-url or --local \
                it is the list of that service.
                """)

        @Flag(help: "With what Codex says of each: efforts of reasoning, kinds of input.")
        var detailed = false

        @Flag(help: "Those too that Codex hides from its pickers.")
        var all = false

        @OptionGroup var codex: CodexOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var speech: CodexSpeechOptions

        func run() async throws {
            let (detailed, all) = (detailed, all)
            var output = output
            if speech.jsonOutput { output.json = true }
            try await CodexSource(options: codex, output: output, speech: speech).withClient { [output] client in
                guard detailed else {
                    let list = try await client.models.list(includeHidden: all)
                    try output.print(
                        list, ["model", "owner"], rows: list.data.map { [$0.id.rawValue, $0.ownedBy ?? "-"] },
                        empty: "There are no models.")
                    return
                }
                let models = try await client.models.catalog(includeHidden: all)
                let payload = JSONValue.array(models.map { .object($0.payload) })
                try output.print(payload, Self.header, rows: models.map(Self.row), empty: "There are no models.")
            }
        }

        static let header = ["model", "default", "efforts", "input", "about"]

        static func row(_ model: CodexModel) -> [String] {
            [
                model.id.rawValue, model.isDefault ? "yes" : "-",
                model.reasoningEfforts.isEmpty ? "-" : model.reasoningEfforts.map(\.rawValue).joined(separator: " "),
                model.inputModalities.isEmpty ? "-" : model.inputModalities.joined(separator: " "),
                Table.cell(model.summary ?? "-"),
            ]
        }
    }
}
