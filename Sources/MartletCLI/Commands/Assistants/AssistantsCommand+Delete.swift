import ArgumentParser
import Martlet
import MartletAPI

extension AssistantsCommand {
    /// Deletes assistants.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete assistants. Their threads stay.")

        @Argument(help: "The assistants' ids.")
        var ids: [String]

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (ids, output) = (ids, output)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                for id in ids {
                    let status = try await client.assistants.delete(AssistantID(rawValue: id))
                    try output.print(status, people: "deleted \(id)")
                }
            }
        }
    }
}
