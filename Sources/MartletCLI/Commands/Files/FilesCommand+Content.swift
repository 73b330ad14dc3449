import ArgumentParser
import Martlet
import MartletAPI
import NIOCore

extension FilesCommand {
    /// Prints a file.
    struct Content: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a file's content to standard output.",
            discussion: "Into a file, resumable and with progress: martlet files download.")

        @Argument(help: ArgumentHelp("The file's id, or its name.", valueName: "file"))
        var file: String

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if output.json { throw ValidationError("A file's content is printed as it is; there is no --json for it.") }
        }

        func run() async throws {
            let argument = FileArgument(text: file)
            try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
                let id = try await argument.id(on: client)
                try await Self.print(try await client.files.download(id), id)
            }
        }

        /// - Throws: ``CommandFailure`` when it would fill a terminal with what is no text.
        static func print(_ download: FileDownload, _ id: FileID) async throws {
            var isFirst = true
            for try await piece in download {
                if isFirst, Terminal.outputIsTerminal, piece.readableBytesView.contains(0) {
                    throw CommandFailure(
                        .usage, "The file is not text: martlet files download \(id), or write it to a pipe.")
                }
                isFirst = false
                try Terminal.write(bytes: piece.readableBytesView)
            }
        }
    }
}
