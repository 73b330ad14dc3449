import ArgumentParser
import Martlet
import MartletAPI

extension ThreadsCommand {
    /// Lists threads.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the threads.")

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let list = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.threads.list()
            }
            try output.print(list, ThreadsCommand.header, empty: "There are no threads.", row: ThreadsCommand.row)
        }
    }
}
