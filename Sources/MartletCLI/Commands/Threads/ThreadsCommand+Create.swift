import ArgumentParser
import Martlet
import MartletAPI

extension ThreadsCommand {
    /// Makes a thread.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a thread, and print its id.")

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let thread = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.threads.create()
            }
            try output.print(new: thread, id: thread.id)
        }
    }
}
