import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a server whether it is ready, and what it is.
struct LlamaServerProbe: Sendable {
    /// The wait between two questions: from, to, and how much longer each is than the one before.
    private static let firstPause: Duration = .milliseconds(20)
    private static let longestPause: Duration = .milliseconds(500)
    /// How long one answer may take. A server that is loading answers at once that it is.
    private static let answerTimeout: TimeAmount = .seconds(5)
    /// `/props` holds the chat template, so it can be long.
    private static let maximumAnswerBytes = 8 << 20

    let client: HTTPClient
    let port: Int
    let apiKey: String
    /// What the server was asked to be.
    let expected: LlamaServerFacts

    /// Waits until the server is ready.
    ///
    /// - Parameter timeout: How long.
    /// - Returns: What the server says of itself, or `nil` if it wasn't ready in time.
    /// - Throws: `CancellationError` when the task is cancelled.
    func waitUntilReady(timeout: Duration) async throws -> LlamaServerFacts? {
        let deadline = ContinuousClock.now + timeout
        var pause = Self.firstPause
        while ContinuousClock.now < deadline {
            if let facts = await facts() { return facts }
            try await Task.sleep(for: pause)
            pause = min(pause * 3 / 2, Self.longestPause)
        }
        return nil
    }

    /// Asks once.
    ///
    /// `/health` needs no key, so a 200 may come from any server that happens to have the port. `/props` does: that
    /// ours is accepted there shows that it is ours.
    ///
    /// - Returns: `nil` if nothing answers yet, it is still loading, or it is not our server.
    private func facts() async -> LlamaServerFacts? {
        do {
            guard try await get("/health", apiKey: nil) != nil, let properties = try await get("/props", apiKey: apiKey)
            else { return nil }
            return LlamaServerFacts(properties: Data(properties.readableBytesView), expected: expected)
        } catch {
            // Connection refused, mostly. What is wrong for good is in the server's log, and the deadline is near.
            return nil
        }
    }

    private func get(_ path: String, apiKey: String?) async throws -> ByteBuffer? {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        // A kept connection would only be in the way of the server's end.
        request.headers.add(name: "Connection", value: "close")
        if let apiKey { request.headers.add(name: "Authorization", value: "Bearer \(apiKey)") }
        let response = try await client.execute(request, timeout: Self.answerTimeout)
        let body = try await response.body.collect(upTo: Self.maximumAnswerBytes)
        return response.status == .ok ? body : nil
    }
}
