import Foundation
import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import Martlet

/// What can be set of the network: proxy, certificates, pool, loops.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct AsyncHTTPClientTransportTests {
    // MARK: Proxy

    /// A proxy that opens a tunnel to itself, and answers there.
    private static func proxy(_ responses: [FaultResponse]) -> FaultServer.Handler {
        let count = Counter()
        return { request in
            if request.method == "CONNECT" {
                return FaultResponse(framing: .raw, steps: [.bytes(Array("HTTP/1.1 200 Go on\r\n\r\n".utf8))])
            }
            return responses[min(count.next(), responses.count - 1)]
        }
    }

    @Test func `a request through a proxy carries its authentication, and retries apply`() async throws {
        try await withFaultServer(
            Self.proxy([.json("{}", status: 503), .json(Sample.completion()), .eventStream(Sample.events)])
        ) { proxy in
            let connecting = configuration { $0.proxy = .http(host: "127.0.0.1", port: proxy.port) }
            let client = try MartletClient(
                platform: .quick("http://api.example.invalid/v1"), apiKey: Sample.key, configuration: connecting)
            #expect(try await client.created().text == "Hi")
            #expect(try await client.streamed().text == Sample.eventsText)
            for request in proxy.requests where request.method == "CONNECT" {
                #expect(request.path == "api.example.invalid:80")
                #expect(request.header("authorization") == nil)
                #expect(request.header("proxy-authorization") == nil)
            }
            let calls = proxy.requests.filter { $0.method == "POST" }
            #expect(calls.count == 3)
            for request in calls {
                #expect(request.path == "/v1/chat/completions")
                #expect(request.header("host") == "api.example.invalid")
                #expect(request.header("authorization") == "Bearer \(Sample.key)")
            }
            try await client.shutdown()
        }
    }

    @Test func `a proxy may want authentication of its own, which the server does not see`() async throws {
        try await withFaultServer(Self.proxy([.json(Sample.completion())])) { proxy in
            let connecting = configuration {
                $0.proxy = .http(host: "127.0.0.1", port: proxy.port, username: "user", password: "pass")
            }
            let client = try MartletClient(
                platform: .quick("http://api.example.invalid/v1"), apiKey: Sample.key, configuration: connecting)
            _ = try await client.created()
            #expect(proxy.requests[0].header("proxy-authorization") == "Basic dXNlcjpwYXNz")
            #expect(proxy.requests[1].header("proxy-authorization") == nil)
            #expect(proxy.requests[1].header("authorization") == "Bearer \(Sample.key)")
            try await client.shutdown()
        }
    }

    @Test func `T44 https through a proxy asks for a tunnel and does not show it the key`() async throws {
        try await withFaultServer([FaultResponse(status: 403)]) { proxy in
            let connecting = configuration { $0.proxy = .http(host: "127.0.0.1", port: proxy.port) }
            let client = try MartletClient(
                platform: .quick("https://api.example.invalid/v1"), apiKey: Sample.key,
                options: options { $0.maxRetries = 0 }, configuration: connecting)
            let error = try await errorOf { try await client.created() }
            #expect(error.code == .connection)
            #expect(proxy.requests[0].method == "CONNECT")
            #expect(proxy.requests[0].path == "api.example.invalid:443")
            #expect(!"\(proxy.requests[0].headers)".contains(Sample.key))
            try await client.shutdown()
        }
    }

    // MARK: Certificates

    private func tlsClient(_ server: TLSServer, _ host: String = "127.0.0.1", _ connecting: ClientConfiguration) throws
        -> MartletClient
    {
        try MartletClient(
            platform: .quick("https://\(host):\(server.port)/v1"), apiKey: Sample.key,
            options: options { $0.maxRetries = 1 }, configuration: connecting)
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a company's own authority is trusted when told so`(_ host: String) async throws {
        try await TLSServer.with(answer: Sample.completion()) { server in
            let connecting = configuration { $0.tls = .additionalRoots(pem: TLSServer.certificate) }
            let client = try tlsClient(server, host, connecting)
            #expect(try await client.created().text == "Hi")
            #expect(server.requests.first?["authorization"] == ["Bearer \(Sample.key)"])
            try await client.shutdown()
        }
    }

    @Test func `a whole TLS configuration wins`() async throws {
        try await TLSServer.with(answer: Sample.completion()) { server in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(TLSServer.certificate.utf8)))
            let connecting = configuration {
                $0.tlsConfiguration = tls
                $0.tls = .systemRoots
            }
            let client = try tlsClient(server, "127.0.0.1", connecting)
            #expect(try await client.created().text == "Hi")
            try await client.shutdown()
        }
    }

    @Test func `verification can be off`() async throws {
        try await TLSServer.with(answer: Sample.completion()) { server in
            let client = try tlsClient(server, "127.0.0.1", configuration { $0.tls = .none })
            #expect(try await client.created().text == "Hi")
            try await client.shutdown()
        }
    }

    @Test func `a certificate that nobody vouches for is refused, and the key is not sent`() async throws {
        try await TLSServer.with(answer: Sample.completion()) { server in
            let client = try tlsClient(server, "127.0.0.1", ClientConfiguration())
            for streamed in [false, true] {
                let error = try await errorOf { streamed ? try await client.streamed() : try await client.created() }
                #expect(error.code == .connection)
                #expect(error.attempts == 2)
                #expect(error.message.lowercased().contains("certificate"))
            }
            #expect(server.requests.isEmpty)
            try await client.shutdown()
        }
    }

    @Test func `a server without TLS is a connection error`() async throws {
        try await withFaultServer([.json("{}")]) { server in
            let client = try MartletClient(
                platform: .quick("https://127.0.0.1:\(server.port)"), apiKey: nil,
                options: options { $0.maxRetries = 0 })
            let error = try await errorOf { try await client.created() }
            #expect(error.code == .connection)
            try await client.shutdown()
        }
    }

    // MARK: Pool and loops

    @Test func `connections are used again and are no more than allowed`() async throws {
        let connecting = configuration { $0.pool.connectionsPerHost = 3 }
        try await withClient(of: [.json(Sample.completion())], configuration: connecting) { client, server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<60 { group.addTask { _ = try await client.created() } }
                try await group.waitForAll()
            }
            #expect(server.requestCount == 60)
            #expect(server.connectionCount <= 3)
        }
    }

    @Test func `an unused connection is closed after its time`() async throws {
        let connecting = configuration { $0.pool.idleTimeout = .milliseconds(50) }
        try await withClient(of: [.json(Sample.completion())], configuration: connecting) { client, server in
            _ = try await client.created()
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    @Test func `a connection that the server closed is not a failure of the next call`() async throws {
        let closing = FaultResponse(
            headers: [("Content-Type", "application/json")],
            steps: [.bytes(Array(Sample.completion().utf8)), .close])
        try await withClient(of: [closing]) { client, _ in
            for _ in 0..<20 { _ = try await client.created() }
        }
    }

    @Test func `it runs on the loops that it is given`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        try await withClient(
            of: [.json(Sample.completion()), .eventStream(Sample.events)],
            configuration: configuration { $0.eventLoopGroup = group }
        ) { client, _ in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
            #expect(try await client.streamed().text == Sample.eventsText)
        }
        try await group.shutdownGracefully()
    }

    @Test func `a compressed answer is understood`() async throws {
        // `{"data":[{"id":"gzip"}]}` by gzip -9.
        let body = try #require(
            Data(base64Encoded: "H4sIAAAAAAAC/6tWSkksSVSyiq5WykxRslJKr8osUKqNrQUApz/WFxgAAAA="))
        let response = FaultResponse(
            headers: [("Content-Type", "application/json"), ("Content-Encoding", "gzip")], steps: [.bytes(Array(body))])
        try await withClient(of: [response]) { client, _ in
            let list = try await client.models.list()
            #expect(list.data.map(\.id) == ["gzip"])
        }
    }

    @Test func `T57 a compressed answer that is a bomb is stopped at the limit`() async throws {
        let response = FaultResponse(
            headers: [("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
            steps: [.bytes(GzipSample.zeros)])
        try await withClient(of: [response], options: options { $0.maximumResponseBytes = 1 << 20 }) { client, _ in
            let error = try await errorOf { try await client.created() }
            #expect(error.code == .responseTooLarge)
        }
    }

    @Test(arguments: ["Bad Header\n", "x: y\r\nX-Evil: 1"])
    func `a header value that would end the header is not sent`(_ value: String) async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, server in
            _ = try? await client.created(options { $0.headers[.from] = value })
            #expect(server.requests.allSatisfy { $0.header("x-evil") == nil })
        }
    }
}
