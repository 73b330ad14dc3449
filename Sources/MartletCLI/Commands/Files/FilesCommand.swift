import ArgumentParser
import MartletAPI

/// Files that a platform keeps.
struct FilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "Upload, list, download and delete files that the platform keeps.",
        discussion: "Where a command wants a file, an argument that does not begin with file- may be its name.",
        subcommands: [Upload.self, List.self, Info.self, Content.self, Download.self, Delete.self])

    static let header = ["id", "name", "size", "purpose", "created", "expires"]

    /// A file's cells under ``header``.
    static func row(_ file: FileObject) -> [String] {
        let expiry = file.expiresAt ?? file.expiresAfter.flatMap { after in file.createdAt.map { $0 + after } }
        return [
            file.id.rawValue, file.filename.map { Table.cell($0, limit: 48) } ?? "-",
            file.bytes.map(ByteCount.text) ?? "-", file.purpose?.rawValue ?? "-", LocalTime.text(file.createdAt ?? 0),
            expiry.map { LocalTime.text($0) } ?? "never",
        ]
    }
}
