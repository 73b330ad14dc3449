import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The request that everybody sends, for AsyncHTTPClient.
enum BareRequest {
    static func make(_ url: String, streamed: Bool) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url + "/chat/completions")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Authorization", value: "Bearer benchmark")
        request.body = .bytes(ByteBuffer(bytes: try BenchmarkRequest.body(streamed: streamed)))
        return request
    }
}
