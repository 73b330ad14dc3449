import Foundation
import Martlet
import MartletAPI

/// A file as a person names it: by its id, or by its name.
struct FileArgument: Hashable {
    let text: String

    /// The file's id.
    ///
    /// GravixLayer's command line: "treats args not starting with `file-` as filenames and looks them up in the list".
    /// Its ids are UUIDs, so that an argument that is an id in the list counts as one too.
    ///
    /// - Throws: ``CommandFailure`` when there is no such file, or several have the name.
    func id(on client: MartletClient) async throws -> FileID {
        guard !text.isEmpty else { throw CommandFailure(.usage, "The file's id or name is empty.") }
        if text.hasPrefix("file-") { return FileID(rawValue: text) }
        var files: [FileObject] = []
        for try await file in client.files.all() {
            if file.id.rawValue == text { return file.id }
            if file.filename == text { files.append(file) }
        }
        return try choose(among: files)
    }

    /// - Parameter files: Those that have the name.
    func choose(among files: [FileObject]) throws -> FileID {
        guard let first = files.first else {
            throw CommandFailure(.refused, "There is no file named '\(text)'. What there is: martlet files list.")
        }
        guard files.count == 1 else {
            let lines = files.map { file in
                "  \(file.id)  \(LocalTime.text(file.createdAt ?? 0))  \(file.bytes.map(ByteCount.text) ?? "-")"
            }
            throw CommandFailure(
                .refused,
                "\(files.count) files are named '\(text)'; say which by its id:\n" + lines.joined(separator: "\n"))
        }
        return first.id
    }
}
