import ArgumentParser
import Martlet
import MartletAPI

extension FilesCommand {
    /// Lists files.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the files, the newest first.")

        @Option(help: ArgumentHelp("Only files for this purpose.", valueName: "purpose"))
        var purpose: String?

        @Option(help: ArgumentHelp("The most files to list. Default all.", valueName: "count"))
        var limit: Int?

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        }

        func run() async throws {
            let (purpose, limit) = (purpose.map { FilePurpose(rawValue: $0) }, limit)
            let page = try await ClientSource(options: platform, output: output, needsState: true).withClient {
                client in
                var files: [FileObject] = []
                for try await file in client.files.all(purpose: purpose) {
                    // A platform that does not know the question has sent all.
                    if let purpose, let other = file.purpose, other != purpose { continue }
                    files.append(file)
                    if let limit, files.count == limit { break }
                }
                return ListPage(files)
            }
            try output.print(page, FilesCommand.header, empty: "There are no files.", row: FilesCommand.row)
        }
    }
}
