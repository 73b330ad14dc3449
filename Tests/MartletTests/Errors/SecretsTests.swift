import Foundation
import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

/// T44: no key, bearer token or signed URL in anything that is printed.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct SecretsTests {
    private static let signed = "https://files.example/o?X-Amz-Signature=f00dfacef00dface&X-Amz-Credential=AKIAEXAMPLE7"
    private static let secrets = [Sample.key, "other-secret-token", "f00dfacef00dface", "AKIAEXAMPLE7", "proxy-pass"]

    /// Everything a program may print of a value.
    private func prints(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [
            dumped, String(describing: value), String(reflecting: value), "\(value)",
            "\([value])", String(reflecting: ["k": value]),
        ]
    }

    private func expectSilence(_ texts: [String], _ location: SourceLocation = #_sourceLocation) {
        for text in texts {
            for secret in Self.secrets where text.contains(secret) {
                Issue.record("\(secret) is in: \(text.prefix(2_000))", sourceLocation: location)
            }
            for form in [Sample.key.replacing("/", with: "\\/"), "Zq7%2Fx%2BSecret_0123456789"]
            where text.contains(form) {
                Issue.record("\(form) is in: \(text.prefix(2_000))", sourceLocation: location)
            }
        }
    }

    /// A server that repeats the request's secrets in every way.
    private static func echo(_ status: Int, _ contentType: String = "application/json") -> FaultServer.Handler {
        { request in
            let authorization = request.header("authorization") ?? ""
            let words = "\(authorization) of \(request.path) is not \(Sample.key), see \(signed)"
            let text =
                #"{"error":{"message":"\#(words)","type":"t \#(authorization)","code":"\#(Sample.key)","#
                + #""param":"\#(Sample.key)"},"escaped":"\#(Sample.key.replacing("/", with: "\\/"))","#
                + #""url":"https://x/?k=sk-proj-Zq7%2Fx%2BSecret_0123456789"}"#
            return .text(
                contentType == "text/event-stream" ? "data: \(text)\n\n" : text, status: status,
                contentType: contentType, headers: [("X-Request-ID", "for \(Sample.key)"), ("Location", signed)])
        }
    }

    private static var options: RequestOptions {
        var options = RequestOptions()
        options.headers[.init("X-API-Key")!] = "other-secret-token"
        options.query = [("key", "other-secret-token")]
        options.retryPolicy = RetryPolicy(maxRetries: 1, initialDelay: .milliseconds(1), statuses: [400, 503])
        return options
    }

    @Test(arguments: [400, 503])
    func `T44 an error shows no key although the server repeats it`(_ status: Int) async throws {
        let records = LogRecords()
        try await withFaultServer(Self.echo(status)) { server in
            let connecting = configuration { $0.logger = records.logger }
            try await withClient(server, options: Self.options, configuration: connecting) { client in
                for error in [
                    try await errorOf { try await client.created() },
                    try await errorOf { try await client.streamed() },
                    try await errorOf { try await client.send(.get, Endpoint(.root, "x")) },
                ] {
                    #expect(error.message.contains("[redacted]"))
                    #expect(error.attempts == 2)
                    expectSilence(prints(error))
                    expectSilence([
                        error.message, error.bodyText, error.type ?? "", error.serverCode ?? "", error.parameter ?? "",
                        error.requestID ?? "", "\(error.headers)", error.localizedDescription,
                    ])
                }
            }
        }
        #expect(!records.texts.isEmpty)
        expectSilence(records.texts)
    }

    @Test(arguments: ["text/event-stream", "application/json"])
    func `T44 an error in a good answer shows no key`(_ contentType: String) async throws {
        try await withFaultServer(Self.echo(200, contentType)) { server in
            try await withClient(server, options: Self.options) { client in
                let streamed = try await errorOf { try await client.streamed() }
                let created = try await errorOf { try await client.created() }
                for error in [streamed, created] {
                    expectSilence(prints(error) + [error.message, error.bodyText, "\(error.headers)"])
                }
            }
        }
    }

    @Test func `T44 the start of a body that is shown has no half of a key`() async throws {
        for padding in 150..<215 {
            let text = String(repeating: "x", count: padding) + Sample.key
            let outcome = try await withFaultServer([.text("data: \(text)\n\n", contentType: "text/event-stream")]) {
                server in try await withClient(server) { client in try await errorOf { try await client.streamed() } }
            }
            #expect(!outcome.message.contains(Sample.key.prefix(12)))
        }
    }

    @Test func `T44 a client, its options and a request show no key`() async throws {
        try await withFaultServer([.eventStream(Sample.events)]) { server in
            let seen = ScriptedMiddleware { request, next in
                expectSilence(prints(request))
                return try await next(request)
            }
            let connecting = configuration { $0.middleware = [seen] }
            try await withClient(server, options: Self.options, configuration: connecting) { client in
                let stream = try await client.chat.completions.stream(Sample.request)
                let values: [Any] = [client, client.chat, client.chat.completions, client.models, client.core, stream]
                for value in values { expectSilence(prints(value)) }
                #expect("\(client)".contains(server.baseURL))
                var iterator = stream.makeAsyncIterator()
                _ = try await iterator.next()
                expectSilence(prints(iterator))
            }
        }
        expectSilence(prints(Self.options))
        expectSilence(
            prints(configuration { $0.proxy = .http(host: "p", port: 1, username: "u", password: "proxy-pass") }))
    }

    @Test func `T44 what a transport throws is shown without the key`() async throws {
        struct Chatty: Error {
            var url = "https://x/?key=\(Sample.key)"
        }
        for error in [Chatty() as any Error & Sendable, MartletError(.connection, "at \(Sample.key)")] {
            let scripted = ScriptedTransport { request in
                if request.delivery != .streamed { throw error }
                return .events([Sample.event("Hi")], then: error)
            }
            let client = try MartletClient(
                platform: .quick("http://x/v1"), apiKey: Sample.key,
                configuration: configuration { $0.transport = scripted })
            for failure in [
                try await errorOf { try await client.created() }, try await errorOf { try await client.streamed() },
            ] {
                #expect(failure.code == .connection)
                expectSilence(prints(failure) + [failure.message])
            }
        }
    }

    @Test(arguments: [
        "https://user:other-secret-token@x/v1", "ftp://user:other-secret-token@x",
        "https://x/v1?key=other-secret-token",
        "https:///v1#\(Sample.key)", "\(Sample.key)",
    ])
    func `T44 a base URL that is refused is shown without its secrets`(_ url: String) throws {
        let error = try #require(throws: MartletError.self) {
            _ = try MartletClient(platform: .custom(url), apiKey: "")
        }
        #expect(error.code == .invalidConfiguration)
        expectSilence(prints(error))
    }

    @Test func `T44 a key that cannot be sent is not shown`() throws {
        let error = try #require(throws: MartletError.self) {
            _ = try MartletClient(platform: .openAI, apiKey: "other-secret-token\n")
        }
        expectSilence(prints(error))
        #expect(error.message.contains("white space"))
    }
}
