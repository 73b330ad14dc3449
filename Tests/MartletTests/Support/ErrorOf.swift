import Martlet
import Testing

/// The ``MartletError`` that `body` throws; any other outcome fails the test.
func errorOf(
    _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> some Any
) async throws -> MartletError {
    try #require(
        await #expect(throws: MartletError.self, sourceLocation: location) { _ = try await body() },
        sourceLocation: location)
}
