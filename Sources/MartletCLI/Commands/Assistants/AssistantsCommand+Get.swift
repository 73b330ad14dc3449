import ArgumentParser
import Martlet
import MartletAPI

extension AssistantsCommand {
    /// Shows an assistant.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show an assistant.")

        @Argument(help: "The assistant's id.")
        var id: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let id = AssistantID(rawValue: id)
            let assistant = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.assistants.retrieve(id)
            }
            try output.print(assistant, people: AssistantsCommand.facts(assistant))
        }
    }
}
