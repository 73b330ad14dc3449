import Foundation
import MartletAPI

/// Reads text files below one directory, for the tool `read_file`.
struct FileReader: Sendable {
    /// Nil means the working directory.
    let root: String?
    let maximumBytes: Int

    /// The text of a file.
    ///
    /// - Parameter path: Relative to ``root``, or absolute and below it. Links are followed as long as they lead below it.
    /// - Throws: `ToolError` whose message tells the model what to do.
    func read(_ path: String) throws -> String {
        let base = resolved(URL(fileURLWithPath: root ?? FileManager.default.currentDirectoryPath, isDirectory: true))
        guard !path.isEmpty, !path.utf8.contains(0) else { throw refusal("The path is empty or no path.") }
        let wanted = resolved(
            path.hasPrefix("/") ? URL(fileURLWithPath: path) : base.appendingPathComponent(path))
        guard wanted.path == base.path || wanted.path.hasPrefix(base.path == "/" ? "/" : base.path + "/") else {
            throw refusal("'\(path)' is outside of the directory that may be read. Give a path below it.")
        }
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: wanted.path)
        } catch {
            throw refusal("There is no file '\(path)'.", error)
        }
        switch attributes[.type] as? FileAttributeType {
        case .typeRegular?: break
        case .typeDirectory?:
            let names = (try? FileManager.default.contentsOfDirectory(atPath: wanted.path))?.sorted() ?? []
            throw refusal(
                "'\(path)' is a directory. It holds: \(names.prefix(50).joined(separator: ", "))\(names.count > 50 ? ", …" : "")"
            )
        default: throw refusal("'\(path)' is no regular file.")
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= maximumBytes else {
            throw refusal("'\(path)' has \(size) bytes; at most \(maximumBytes) can be read.")
        }
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: wanted)
            defer { try? file.close() }
            // It may have grown since, and files of the system say that they are empty.
            data = try file.read(upToCount: maximumBytes + 1) ?? Data()
        } catch {
            throw refusal("'\(path)' cannot be read.", error)
        }
        guard data.count <= maximumBytes else {
            throw refusal("'\(path)' has more than \(maximumBytes) bytes, which is all that can be read.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw refusal("'\(path)' is no text in UTF-8.")
        }
        return text
    }

    /// The URL without links and dots. What is not there is resolved as far as it is.
    private func resolved(_ url: URL) -> URL { url.standardizedFileURL.resolvingSymlinksInPath() }

    private func refusal(_ message: String, _ cause: (any Error)? = nil) -> ToolError {
        ToolError(code: .failed, message: message, tool: "read_file", cause: cause)
    }
}
