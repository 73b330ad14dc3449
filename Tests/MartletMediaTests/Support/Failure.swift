import HTTPTypes
import MartletAPI
import MartletServer
import Testing

/// The status and code that something fails with.
func failure<Value>(
    _ body: () async throws -> Value, sourceLocation: SourceLocation = #_sourceLocation
) async -> (status: Int, code: String, message: String) {
    let error = await #expect(throws: PlatformError.self, sourceLocation: sourceLocation) { _ = try await body() }
    return (error?.status.code ?? 0, error?.body.code ?? "", error?.body.message ?? "")
}
