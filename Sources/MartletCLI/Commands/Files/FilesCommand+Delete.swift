import ArgumentParser
import Martlet
import MartletAPI

extension FilesCommand {
    /// Deletes files.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Delete files.")

        @Argument(help: ArgumentHelp("The files' ids or names.", valueName: "file"))
        var files: [String]

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let (arguments, output) = (files.map { FileArgument(text: $0) }, output)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                for argument in arguments {
                    let id = try await argument.id(on: client)
                    try output.print(try await client.files.delete(id), people: "deleted \(id)")
                }
            }
        }
    }
}
