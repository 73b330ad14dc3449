import ArgumentParser
import Martlet
import MartletAPI

extension VectorIndexCommand {
    /// Deletes indexes.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete vector indexes with all that is in them.")

        @Argument(help: "The indexes: their ids or names.")
        var indexes: [String]

        @Flag(help: "Also those that are protected.")
        var force = false

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (indexes, force, output) = (indexes, force, output)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                for name in indexes {
                    let index = try await VectorsCommand.index(name, of: client)
                    let status = try await client.vectors.indexes.delete(index.id, force: force)
                    try output.print(status, people: "deleted \(index.id)")
                }
            }
        }
    }
}
