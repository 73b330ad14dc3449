import ArgumentParser
import Martlet
import MartletAPI

extension AssistantsCommand {
    /// Changes an assistant.
    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change an assistant.", discussion: "What is not given stays as it is.")

        @Argument(help: "The assistant's id.")
        var id: String

        @Option(help: ArgumentHelp("What it is called.", valueName: "text"))
        var name: String?

        @OptionGroup var assistant: AssistantOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let name, name.allSatisfy(\.isWhitespace) { throw ValidationError("The name is empty.") }
            if name == nil, assistant.instructions == nil, assistant.instructionsFile == nil,
                assistant.tools == .unset
            {
                throw ValidationError(
                    "Say what to change: --name, --instructions, --instructions-file, --tools-config or "
                        + "--clear-tools-config.")
            }
        }

        func run() async throws {
            let (id, name, tools) = (AssistantID(rawValue: id), name, assistant.tools)
            let instructions = try assistant.givenInstructions()
            let changed = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                // PixiGPT: "`name` and `instructions` both always sent", so that what stays has to be known.
                let known = name == nil || instructions == nil ? try await client.assistants.retrieve(id) : nil
                return try await client.assistants.update(
                    id,
                    AssistantRequest(
                        name: name ?? known?.name ?? "", instructions: instructions ?? known?.instructions ?? "",
                        toolsConfig: tools))
            }
            try output.print(changed, people: AssistantsCommand.facts(changed))
        }
    }
}
