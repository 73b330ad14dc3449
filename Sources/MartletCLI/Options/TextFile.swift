import Foundation

/// Text that a person wrote into a file.
enum TextFile {
    /// - Parameter path: The file; `-` is standard input.
    /// - Throws: ``CommandFailure`` that says what is wrong with the file.
    static func read(_ path: String) throws -> String {
        if path == "-" { return try Terminal.readInput() }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.usage, "\(path) cannot be read.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure(.usage, "\(path) is not UTF-8 text.")
        }
        return text
    }
}
