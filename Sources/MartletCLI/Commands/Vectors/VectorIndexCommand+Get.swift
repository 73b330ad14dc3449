import ArgumentParser
import Martlet
import MartletAPI

extension VectorIndexCommand {
    /// Shows an index.
    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a vector index.")

        @Argument(help: "The index: its id or its name.")
        var index: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let name = index
            let index = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await VectorsCommand.index(name, of: client)
            }
            try output.print(index, people: VectorIndexCommand.facts(index))
        }
    }
}
