import Foundation

/// Lends a directory outside of the temporary directory, where Codex's sandbox works, and deletes it afterwards.
func withScratchDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let cache = FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
    let directory = cache.appending(path: "martlet-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory.path(percentEncoded: false))
}
