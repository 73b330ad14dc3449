import Foundation

/// Recorded transcripts.
enum Fixture {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    /// What the app-server printed: lines with their line ends.
    static func appServer(_ name: String) throws -> [UInt8] {
        let lines = try text("app-server/\(name).txt").split(separator: "\n").filter { $0.hasPrefix("<- ") }
        return Array(lines.map { $0.dropFirst(3) + "\n" }.joined().utf8)
    }

    /// What the client sent.
    static func sent(_ name: String) throws -> [String] {
        try text("app-server/\(name).txt").split(separator: "\n").filter { $0.hasPrefix("-> ") }
            .map { String($0.dropFirst(3)) }
    }

    /// What `exec --json` printed.
    static func exec(_ name: String) throws -> [UInt8] { Array(try text("exec/\(name).jsonl").utf8) }

    /// What it printed on its standard error.
    static func execErrors(_ name: String) throws -> [UInt8] { Array(try text("exec/\(name).stderr").utf8) }

    /// The names of all transcripts of a kind, without their extension.
    static func names(_ kind: String, extension suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)
            .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
}
