import ArgumentParser
import Martlet
import MartletAPI

extension FilesCommand {
    /// Uploads a file.
    struct Upload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Upload a file, and print its id.",
            discussion: "Shows on standard error how far it has come.")

        @Argument(help: ArgumentHelp("The file. The same as --file.", valueName: "path"))
        var path: String?

        @Option(help: ArgumentHelp("The file.", valueName: "path"))
        var file: String?

        @Option(
            help: ArgumentHelp(
                "What it is for: \(FilePurpose.uploadable.map(\.rawValue).joined(separator: ", ")).",
                valueName: "purpose"))
        var purpose: String

        @Option(
            name: [.customLong("file-name"), .customLong("file_name"), .customLong("filename")],
            help: ArgumentHelp("Its name on the platform. Default its own.", valueName: "name"))
        var fileName: String?

        @Option(
            name: [.customLong("expires-after"), .customLong("expires_after")],
            help: ArgumentHelp("For how many seconds it is kept. Default for ever.", valueName: "seconds"))
        var expiresAfter: Int?

        @Option(
            name: [.customLong("content-type"), .customLong("content_type")],
            help: ArgumentHelp("Its type, such as text/plain. Default none.", valueName: "type"))
        var contentType: String?

        @OptionGroup var platform: PlatformOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            switch (path, file) {
            case (nil, nil): throw ValidationError("Name the file to upload: --file PATH.")
            case (_?, _?): throw ValidationError("Name one file: either as an argument or with --file.")
            default: break
            }
            if !FilePurpose.uploadable.contains(FilePurpose(rawValue: purpose)) {
                let known = FilePurpose.uploadable.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--purpose must be one of \(known).")
            }
            if let expiresAfter, expiresAfter < 1 { throw ValidationError("--expires-after must be 1 second or more.") }
            if let fileName, fileName.isEmpty { throw ValidationError("--file-name is empty.") }
        }

        func run() async throws {
            guard let path = path ?? file else { throw ValidationError("Name the file to upload: --file PATH.") }
            let (purpose, name, type) = (FilePurpose(rawValue: purpose), fileName, contentType)
            let (time, isJSON) = (expiresAfter.map { Duration.seconds($0) }, output.json)
            let transfer = output.transfer("Uploading", path)
            let source = ClientSource(options: platform, output: output, needsState: true)
            let interrupts = Interrupts()
            let (upload, id) = try await interrupts.cancelling {
                try await source.withClient { client in
                    let upload = try await transfer.during { progress in
                        try await client.files.upload(
                            file: .path(path), purpose: purpose, filename: name, expiresAfter: time, contentType: type,
                            progress: progress)
                    }
                    // Of a platform that does not say the id it is asked for where it is to be printed.
                    if isJSON { return (upload, upload.id) }
                    return (upload, try await client.files.file(of: upload).id)
                }
            }
            withExtendedLifetime(interrupts) {}
            try output.print(upload, people: id?.rawValue ?? "")
        }
    }
}
