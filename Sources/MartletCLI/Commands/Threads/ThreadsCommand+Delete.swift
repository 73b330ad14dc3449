import ArgumentParser
import Martlet
import MartletAPI

extension ThreadsCommand {
    /// Deletes threads.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete threads and their messages.")

        @Argument(help: "The threads' ids.")
        var ids: [String]

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (ids, output) = (ids, output)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                for id in ids {
                    let status = try await client.threads.delete(ThreadID(rawValue: id))
                    try output.print(status, people: "deleted \(id)")
                }
            }
        }
    }
}
