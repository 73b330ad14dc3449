import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The request that everybody sends, for AsyncHTTPClient.
enum BareRequest {
    /// A client with the defaults, but for the number of connections: by default requests wait for one of eight.
    static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
        return HTTPClient(configuration: configuration)
    }

    static func make(_ url: String, streamed: Bool) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url + "/chat/completions")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Authorization", value: "Bearer benchmark")
        request.body = .bytes(ByteBuffer(bytes: try BenchmarkRequest.body(streamed: streamed)))
        return request
    }
}
