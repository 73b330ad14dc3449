import ArgumentParser
import Martlet
import MartletAPI

extension AssistantsCommand {
    /// Lists assistants.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the assistants.")

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let list = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.assistants.list()
            }
            try output.print(
                list, ["id", "name", "created", "tools", "instructions"], empty: "There are no assistants."
            ) { assistant in
                [
                    assistant.id.rawValue, Table.cell(assistant.name, limit: 30), LocalTime.text(assistant.createdAt),
                    AssistantsCommand.tools(of: assistant), Table.cell(assistant.instructions),
                ]
            }
        }
    }
}
