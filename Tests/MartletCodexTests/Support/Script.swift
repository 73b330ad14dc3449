import Foundation

/// An executable script in a directory.
enum Script {
    /// - Returns: Its path.
    static func make(_ text: String, named name: String = "codex", in directory: String) throws -> String {
        let path = directory + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}
