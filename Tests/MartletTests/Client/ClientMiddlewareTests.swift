import Foundation
import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct ClientMiddlewareTests {
    /// What happened, in order.
    private final class Journal: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private static func noting(_ name: String, in journal: Journal) -> ScriptedMiddleware {
        ScriptedMiddleware { request, next in
            journal.add("\(name) \(request.attempt) in")
            var request = request
            request.headers[.from] = (request.headers[.from].map { $0 + "," } ?? "") + name
            let response = try await next(request)
            journal.add("\(name) \(request.attempt) out \(response.status)")
            return response
        }
    }

    @Test func `the first is outermost, and each runs once for every attempt`() async throws {
        let journal = Journal()
        let connecting = configuration {
            $0.middleware = [Self.noting("a", in: journal), Self.noting("b", in: journal)]
        }
        try await withClient(
            of: [.json("{}", status: 503), .json(Sample.completion())], configuration: connecting
        ) { client, server in
            _ = try await client.created()
            #expect(
                journal.all == [
                    "a 1 in", "b 1 in", "b 1 out 503", "a 1 out 503", "a 2 in", "b 2 in", "b 2 out 200", "a 2 out 200",
                ])
            #expect(server.requests.map { $0.header("from") } == ["a,b", "a,b"])
        }
    }

    @Test func `it sees the request complete`() async throws {
        let seen = Mutex<TransportRequest?>(nil)
        let connecting = configuration {
            $0.middleware = [
                ScriptedMiddleware { request, next in
                    seen.withLock { $0 = request }
                    return try await next(request)
                }
            ]
        }
        try await withClient(of: [.json(Sample.completion())], configuration: connecting) { client, server in
            _ = try await client.created(options { $0.timeout = .seconds(9) })
            let request = try #require(seen.withLock { $0 })
            #expect(request.headers[.authorization] == "Bearer \(Sample.key)")
            #expect(request.url.absoluteString == "\(server.baseURL)/v1/chat/completions")
            #expect(request.attemptTimeout == .seconds(9))
            #expect(request.method == .post)
            #expect(request.body.map { String(buffer: $0) } == server.requests[0].bodyText)
        }
    }

    @Test func `it may answer itself`() async throws {
        let connecting = configuration {
            $0.middleware = [ScriptedMiddleware { _, _ in .json(Sample.completion("from the cache")) }]
        }
        try await withClient(of: [.refuse()], configuration: connecting) { client, server in
            let answer = try await client.created()
            #expect(answer.text == "from the cache")
            #expect(try await client.streamed().text == "from the cache")
            #expect(server.requestCount == 0)
        }
    }

    @Test func `its refusal is tried again as a server's is`() async throws {
        let count = Mutex(0)
        let connecting = configuration {
            $0.middleware = [
                ScriptedMiddleware { request, next in
                    if count.withLock({
                        $0 += 1
                        return $0
                    }) < 3 {
                        return .json("{}", status: 503)
                    }
                    return try await next(request)
                }
            ]
        }
        try await withClient(of: [.json(Sample.completion())], configuration: connecting) { client, server in
            let answer = try await client.chat.completions.createWithResponse(Sample.request)
            #expect(answer.metadata.attempts == 3)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `it may send twice, change the answer, and replace a stream's body`() async throws {
        let connecting = configuration {
            $0.middleware = [
                ScriptedMiddleware { request, next in
                    _ = try await next(request)
                    var response = try await next(request)
                    if case .streamed = request.delivery {
                        let whole = try await response.body.collect(maximumBytes: 1 << 20)
                        let text = String(buffer: whole).replacing("Hel", with: "Mel")
                        response.body = ResponseBody(ByteBuffer(string: text))
                    }
                    response.headers[.from] = "middleware"
                    return response
                }
            ]
        }
        try await withClient(
            of: [.json(Sample.completion()), .json(Sample.completion()), .eventStream(Sample.events)],
            configuration: connecting
        ) { client, server in
            let answer = try await client.chat.completions.createWithResponse(Sample.request)
            #expect(answer.metadata.headers[.from] == "middleware")
            #expect(try await client.streamed().text == "Mello there.")
            #expect(server.requestCount == 4)
        }
    }

    @Test func `what it throws is the call's error`() async throws {
        struct Refused: Error {}
        for (thrown, attempts) in [(MartletError(.invalidArgument, "no"), 1), (Refused(), 3)] as [(any Error, Int)] {
            let count = Mutex(0)
            let connecting = configuration {
                $0.middleware = [
                    ScriptedMiddleware { _, _ in
                        count.withLock { $0 += 1 }
                        throw thrown
                    }
                ]
            }
            try await withClient(of: [.refuse()], configuration: connecting) { client, _ in
                let error = try await errorOf { try await client.created() }
                #expect(error.attempts == attempts)
                #expect(count.withLock { $0 } == attempts)
                #expect(error.code == (thrown is Refused ? .connection : .invalidArgument))
            }
        }
    }
}
