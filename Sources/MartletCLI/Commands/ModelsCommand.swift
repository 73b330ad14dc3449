import ArgumentParser
import Foundation
import Martlet
import MartletAPI

/// Lists the models of a platform.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List the models of a platform, or show one.")

    @Argument(help: "Show this model only.")
    var model: String?

    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let model = self.model
        let list = try await ClientSource(options: platform, output: output).withClient { client in
            if let model { return ModelList([try await client.models.retrieve(ModelID(rawValue: model))]) }
            return try await client.models.list()
        }
        if output.json {
            let single = model == nil ? nil : list.data.first
            try Terminal.write(try (single?.jsonText() ?? list.jsonText()) + "\n")
            return
        }
        let rows = list.data.map { model in
            [
                model.id.rawValue,
                model.additionalProperties["kind"]?.stringValue ?? "-",
                model.additionalProperties["max_model_len"]?.intValue.map(String.init) ?? "-",
                model.ownedBy ?? "-",
            ]
        }
        if rows.isEmpty {
            Terminal.standardError("The platform serves no models.\n")
        } else {
            try Terminal.write(Table(["model", "kind", "context", "owner"], rows).description + "\n")
        }
    }
}
