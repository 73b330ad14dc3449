import Foundation

/// Lends the path of a new empty directory, which is removed afterwards.
@discardableResult
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(url.path)
}

/// The text of a file; nil when there is none.
func text(at path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
}

/// The lines of a file, without empty ones.
func lines(at path: String) -> [String] {
    (text(at: path) ?? "").split(separator: "\n").map(String.init)
}

/// The names in a directory, in order; none when there is no directory.
func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
}
