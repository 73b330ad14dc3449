import Foundation
import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct RedirectTests {
    private static func to(_ url: String, _ status: Int = 307) -> FaultResponse {
        .text("moved", status: status, headers: [("Location", url)])
    }

    // MARK: Without a network

    private func request(_ url: String, _ method: HTTPRequest.Method = .post) throws -> TransportRequest {
        TransportRequest(
            method: method, url: try #require(URL(string: url)),
            headers: [
                .authorization: "Bearer k", .contentType: "application/json", .cookie: "c", .accept: "a",
                .init("X-API-Key")!: "k", .init("Idempotency-Key")!: "i",
            ], body: ByteBuffer(string: "{}"))
    }

    @Test(arguments: [301, 302, 307, 308])
    func `method and body stay`(_ status: Int) throws {
        let next = try Redirect.request(
            after: request("http://a/v1/x"), status: status, headers: [.location: "/v2/x?y=1"])
        #expect(next?.url.absoluteString == "http://a/v2/x?y=1")
        #expect(next?.method == .post)
        #expect(next?.body == ByteBuffer(string: "{}"))
        #expect(next?.headers[.authorization] == "Bearer k")
    }

    @Test func `303 asks for a GET`() throws {
        let next = try Redirect.request(after: request("http://a/x"), status: 303, headers: [.location: "y"])
        #expect(next?.url.absoluteString == "http://a/y")
        #expect(next?.method == .get)
        #expect(next?.body == nil)
        #expect(next?.headers[.contentType] == nil)
        let head = try Redirect.request(after: request("http://a/x", .head), status: 303, headers: [.location: "y"])
        #expect(head?.method == .head)
    }

    @Test(arguments: [200, 204, 300, 304, 305, 400])
    func `other statuses do not redirect`(_ status: Int) throws {
        #expect(try Redirect.request(after: request("http://a/x"), status: status, headers: [.location: "y"]) == nil)
        #expect(try Redirect.request(after: request("http://a/x"), status: 302, headers: [:]) == nil)
    }

    @Test(arguments: [
        ("http://a/x", "http://b/x", false), ("http://a/x", "http://a:81/x", false), ("http://a/x", "//b/x", false),
        ("https://a/x", "https://a.evil/x", false), ("http://a:80/x", "http://A/y", true),
        // Only more encryption.
        ("http://a/x", "https://a/x", true), ("http://a:8080/x", "https://a/x", false),
        ("http://a/x", "https://b/x", false),
    ])
    func `keys go to the same server only`(_ from: String, _ to: String, _ isSame: Bool) throws {
        let next = try #require(try Redirect.request(after: request(from), status: 308, headers: [.location: to]))
        let secret: [HTTPField.Name] = [.authorization, .cookie, .init("X-API-Key")!]
        #expect(secret.allSatisfy { (next.headers[$0] != nil) == isSame })
        #expect(next.headers[.accept] == "a")
        #expect(next.headers[.init("Idempotency-Key")!] == "i")
    }

    @Test(arguments: ["http://a/x", "ftp://a/x", "file:///etc/passwd", "https:///x", "data:,x", "https://"])
    func `an address without encryption, or none, is refused`(_ to: String) throws {
        let error = try #require(throws: MartletError.self) {
            try Redirect.request(after: request("https://a/x"), status: 302, headers: [.location: to])
        }
        #expect(error.code == .redirect)
        #expect(error.status == 302)
        #expect(!error.isRetryable)
    }

    // MARK: Over HTTP

    @Test func `the key is not sent on to another host, the body is`() async throws {
        try await withFaultServer([.json(Sample.completion()), .eventStream(Sample.events)]) { other in
            try await withFaultServer([Self.to("\(other.baseURL)/elsewhere")]) { server in
                let keyed = options { $0.headers[.init("X-API-Key")!] = "k" }
                try await withClient(server, options: keyed) { client in
                    let answer = try await client.created()
                    #expect(answer.text == "Hi")
                    #expect(try await client.streamed().text == Sample.eventsText)
                    #expect(server.requests[0].header("authorization") != nil)
                    for request in other.requests {
                        #expect(request.path == "/elsewhere")
                        #expect(request.method == "POST")
                        #expect(request.header("authorization") == nil)
                        #expect(request.header("x-api-key") == nil)
                    }
                    #expect(other.requests[0].bodyText == server.requests[0].bodyText)
                    #expect(other.requestCount == 2)
                }
            }
        }
    }

    @Test func `the key is sent on within a host`() async throws {
        try await withClient(of: [Self.to("/v2/chat", 301), .json(Sample.completion())]) { client, server in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
            #expect(server.requests.map(\.path) == ["/v1/chat/completions", "/v2/chat"])
            #expect(server.requests[1].header("authorization") == "Bearer \(Sample.key)")
        }
    }

    @Test func `a circle ends, for whole answers and streams`() async throws {
        try await withClient(of: [Self.to("/v1/chat/completions")]) { client, server in
            for streamed in [false, true] {
                let error = try await within {
                    try await errorOf { streamed ? try await client.streamed() : try await client.created() }
                }
                #expect(error.code == .redirect)
                #expect(error.status == 307)
                #expect(error.attempts == 1)
            }
            // The default is five redirects.
            #expect(server.requestCount == 12)
        }
    }

    @Test func `redirects that are off are an error that names the address`() async throws {
        try await withClient(
            of: [Self.to("http://b.example/x?token=s3cret-s3cret")],
            configuration: configuration { $0.maximumRedirects = 0 }
        ) { client, server in
            for streamed in [false, true] {
                let error = try await errorOf { streamed ? try await client.streamed() : try await client.created() }
                #expect(error.code == .redirect)
                #expect(error.message.contains("http://b.example/x"))
                #expect(!"\(error) \(error.headers)".contains("s3cret"))
            }
            #expect(server.requestCount == 2)
        }
    }
}
