import ArgumentParser
import Martlet
import MartletAPI

extension FilesCommand {
    /// Shows what is known of a file.
    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what the platform knows of a file.")

        @Argument(help: ArgumentHelp("The file's id, or its name.", valueName: "file"))
        var file: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let argument = FileArgument(text: file)
            let file = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                try await client.files.retrieve(try await argument.id(on: client))
            }
            let facts = zip(FilesCommand.header, FilesCommand.row(file)).map { (name: $0, value: $1) }
            try output.print(file, people: Table.facts(facts))
        }
    }
}
