import ArgumentParser
import Martlet
import MartletAPI

extension VectorIndexCommand {
    /// Changes an index.
    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a vector index.", discussion: "What is not given stays as it is.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @OptionGroup var metadata: MetadataOptions
        @OptionGroup var protection: ProtectionOption
        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if !metadata.isGiven, protection.deleteProtection == nil {
                throw ValidationError("Say what to change: --metadata or --delete-protection.")
            }
        }

        func run() async throws {
            let (name, metadata, protection) = (index, try metadata.given(), protection.deleteProtection)
            let index = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.indexes.update(
                    index.id, metadata: metadata, deleteProtection: protection)
            }
            try output.print(index, people: VectorIndexCommand.facts(index))
        }
    }
}

/// Whether something can be deleted.
struct ProtectionOption: ParsableArguments {
    @Option(
        name: [.customLong("delete-protection"), .customLong("delete_protection")],
        help: ArgumentHelp("Whether it cannot be deleted: true or false.", valueName: "flag"))
    var deleteProtection: Bool?
}
