import ArgumentParser
import Martlet
import MartletAPI

extension VectorCommand {
    /// Shows a vector.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a vector.", discussion: "With --json with all its numbers.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @Argument(help: "The vector's id.")
        var id: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (name, id) = (index, VectorID(rawValue: id))
            let vector = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                let index = try await VectorsCommand.index(name, of: client)
                return try await client.vectors.index(index.id).get(id)
            }
            try output.print(vector, people: VectorCommand.facts(vector))
        }
    }
}
