import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Changes a vector's metadata or protection.
    struct Update: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a vector's metadata or protection.",
            discussion: "What is not given stays as it is; metadata that is given replaces all there is.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "The vector's id.")
        var id: String

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
            let (name, id) = (index, VectorID(rawValue: id))
            let (metadata, protection) = (try metadata.given(), protection.deleteProtection)
            let vector = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).update(
                    id, metadata: metadata, deleteProtection: protection)
            }
            try output.print(vector, people: VectorCommand.facts(vector))
        }
    }
}
