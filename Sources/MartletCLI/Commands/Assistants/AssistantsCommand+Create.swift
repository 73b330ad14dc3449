import ArgumentParser
import Martlet
import MartletAPI

extension AssistantsCommand {
    /// Makes an assistant.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an assistant, and print its id.",
            discussion: "Needs --instructions or --instructions-file.")

        @Argument(help: "What it is called.")
        var name: String

        @OptionGroup var assistant: AssistantOptions
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if name.allSatisfy(\.isWhitespace) { throw ValidationError("The name is empty.") }
            if assistant.instructions == nil, assistant.instructionsFile == nil {
                throw ValidationError("Say what it is to do: --instructions or --instructions-file.")
            }
        }

        func run() async throws {
            let request = AssistantRequest(
                name: name, instructions: try assistant.givenInstructions() ?? "", toolsConfig: assistant.tools)
            let made = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.assistants.create(request)
            }
            try output.print(new: made, id: made.id)
        }
    }
}
