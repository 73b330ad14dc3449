import Foundation
import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Martlet

/// Bodies that are made while they are sent.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct StreamedRequestBodyTests {
    /// Pieces of a text, which count how many were made.
    private struct Pieces: AsyncSequence, Sendable {
        let texts: [String]
        var made = Counter()
        var failure: (any Error & Sendable)?

        struct Iterator: AsyncIteratorProtocol {
            let pieces: Pieces
            var index = 0
            mutating func next() async throws -> ByteBuffer? {
                guard index < pieces.texts.count else {
                    if let failure = pieces.failure { throw failure }
                    return nil
                }
                defer { index += 1 }
                pieces.made.next()
                return ByteBuffer(string: pieces.texts[index])
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }
    }

    private struct Odd: Error {}

    private func call(_ body: StreamedRequestBody) -> Call {
        Call(operation: "upload", method: .post, endpoint: .files, bodyStream: body, contentType: "text/plain")
    }

    private func send(
        _ body: StreamedRequestBody, with client: MartletClient, _ options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<String> {
        try await client.core.perform(call(body), options: client.merged(options)) { String(buffer: $0) }
    }

    // MARK: Over HTTP

    @Test(arguments: [true, false])
    func `a known length is announced, an unknown one is sent in chunks`(_ isKnown: Bool) async throws {
        try await withClient(of: [.text("ok")]) { client, server in
            let body = StreamedRequestBody(length: isKnown ? 5 : nil) { Pieces(texts: ["ab", "", "cde"]) }
            let answer = try await send(body, with: client)
            #expect(answer.value == "ok")
            let request = server.requests[0]
            #expect(request.bodyText == "abcde")
            #expect(request.header("content-length") == (isKnown ? "5" : nil))
            #expect(request.header("transfer-encoding") == (isKnown ? nil : "chunked"))
            #expect(request.header("content-type") == "text/plain")
            #expect(request.header("authorization") == "Bearer \(Sample.key)")
        }
    }

    @Test func `each attempt has the whole body again`() async throws {
        let answers = [FaultResponse.text("busy", status: 429), .refuse(), .text("ok")]
        try await withClient(of: answers) { client, server in
            let body = StreamedRequestBody(length: 4) { Pieces(texts: ["ab", "cd"]) }
            let answer = try await send(body, with: client)
            #expect(answer.metadata.attempts == 3)
            #expect(server.requests.map(\.bodyText) == ["abcd", "abcd", "abcd"])
            #expect(Set(server.requests.map { $0.header("idempotency-key") }).count == 1)
        }
    }

    @Test func `what can be read once is not sent a second time, and the error says so`() async throws {
        try await withClient(of: [.text("busy", status: 503), .text("ok")]) { client, server in
            let body = StreamedRequestBody(length: 4, once: Pieces(texts: ["ab", "cd"]))
            let error = try await errorOf { try await send(body, with: client) }
            #expect(error.status == 503)
            #expect(error.attempts == 1)
            #expect(error.message.contains("can be read once"))
            #expect(server.requestCount == 1)
        }
    }

    @Test func `what can be read once and was not begun is sent when the connection is there`() async throws {
        let pieces = Pieces(texts: ["ab"])
        let body = StreamedRequestBody(length: 2, once: pieces)
        let server = try await FaultServer.start([.text("ok")])
        let failures = Counter()
        let first = ScriptedMiddleware { request, next in
            if failures.next() == 0 {
                var request = request
                // Nobody listens there.
                request.url = try #require(.init(string: "http://127.0.0.1:1/"))
                return try await next(request)
            }
            return try await next(request)
        }
        try await withClient(server, configuration: configuration { $0.middleware = [first] }) { client in
            let answer = try await send(body, with: client)
            #expect(answer.metadata.attempts == 2)
            #expect(server.requests.map(\.bodyText) == ["ab"])
        }
        try await server.shutdown()
    }

    @Test(arguments: [307, 308])
    func `a redirect gets the body anew`(_ status: Int) async throws {
        let answers = [FaultResponse.text("", status: status, headers: [("Location", "/v1/other")]), .text("ok")]
        try await withClient(of: answers) { client, server in
            let body = StreamedRequestBody(length: 4) { Pieces(texts: ["ab", "cd"]) }
            let answer = try await send(body, with: client)
            #expect(answer.value == "ok")
            #expect(server.requests.map(\.bodyText) == ["abcd", "abcd"])
            #expect(server.requests[1].path == "/v1/other")
        }
    }

    @Test func `a redirect of what can be read once is an error, and 303 needs no body`() async throws {
        for status in [307, 303] {
            let answers = [FaultResponse.text("", status: status, headers: [("Location", "/v1/other")]), .text("ok")]
            try await withClient(of: answers) { client, server in
                let body = StreamedRequestBody(length: 4, once: Pieces(texts: ["ab", "cd"]))
                if status == 303 {
                    let answer = try await send(body, with: client)
                    #expect(answer.value == "ok")
                    #expect(server.requests.map(\.method) == ["POST", "GET"])
                } else {
                    let error = try await errorOf { try await send(body, with: client) }
                    #expect(error.code == .redirect)
                    #expect(error.message.contains("can be read once"))
                    #expect(server.requestCount == 1)
                }
            }
        }
    }

    @Test(arguments: [("ended after 4", 5, ["ab", "cd"]), ("is longer", 3, ["ab", "cd"])])
    func `a body of another length than announced ends the call`(
        _ words: String, _ length: Int, _ texts: [String]
    ) async throws {
        try await withClient(of: [.text("ok")]) { client, server in
            let body = StreamedRequestBody(length: length) { Pieces(texts: texts) }
            let error = try await errorOf { try await send(body, with: client) }
            #expect(error.code == .localFile)
            #expect(error.message.contains(words))
            #expect(error.attempts == 1)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `a body that fails ends the call with its error, which is not tried again`() async throws {
        try await withClient(of: [.text("ok")]) { client, server in
            let odd = StreamedRequestBody(length: nil) { Pieces(texts: ["ab"], failure: Odd()) }
            let error = try await errorOf { try await send(odd, with: client) }
            #expect(error.code == .localFile)
            #expect(error.cause is Odd)
            let own = StreamedRequestBody(length: nil) {
                Pieces(texts: ["ab"], failure: MartletError(.invalidArgument, "mine"))
            }
            let other = try await errorOf { try await send(own, with: client) }
            #expect(other.message == "mine")
            #expect(server.requestCount == 0)
        }
    }

    // MARK: Answers before the end

    @Test(arguments: [true, false], ["Content-Length: 27\r\n", ""])
    func `a refusal amid the body is the answer`(_ closes: Bool, _ length: String) async throws {
        // With no length the body ends with the connection.
        if length.isEmpty, !closes { return }
        let text =
            "HTTP/1.1 413 Too Large\r\nContent-Type: application/json\r\n\(length)\r\n{\"error\":\"it is too large\"}"
        try await UploadServer.lend(answer: (after: 100_000, text: text, closes: closes)) { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let piece = String(repeating: "x", count: 64 << 10)
            let body = StreamedRequestBody(length: 4096 * (64 << 10)) {
                Pieces(texts: Array(repeating: piece, count: 4096))
            }
            let once = options { $0.maxRetries = 0 }
            let error = try await within { try await errorOf { try await send(body, with: client, once) } }
            if closes, error.code == .connection {
                // The reset of a server that closes with unread bytes may overtake its answer; TCP gives no more.
                return
            }
            #expect(error.code == .payloadTooLarge)
            #expect(error.message == "it is too large")
            #expect(server.received < 200 << 20)
            try await client.shutdown()
        }
    }

    // MARK: Back-pressure

    @Test func `T57 a server that does not read stops the making of pieces`() async throws {
        let total = 64 << 20
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await UploadServer.lend(reads: false, answer: (after: total, text: answer, closes: false)) { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let pieces = Pieces(texts: Array(repeating: String(repeating: "x", count: 64 << 10), count: 1024))
            let body = StreamedRequestBody(length: total, once: pieces)
            let call = Task { try await send(body, with: client).value }
            // Nothing more is made once the buffers of both kernels are full.
            var last = -1
            try await eventually("the upload has stopped") {
                let made = pieces.made.count
                defer { last = made }
                if made > 0, made == last { return true }
                try await Task.sleep(for: .milliseconds(300))
                return false
            }
            #expect(pieces.made.count < 512)
            server.read()
            let answer = try await within { try await call.value }
            #expect(answer == "ok")
            #expect(pieces.made.count == 1024)
            try await client.shutdown()
        }
    }

    @Test func `cancellation ends the making of pieces`() async throws {
        try await UploadServer.lend(reads: false) { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let started = FaultGate()
            let ended = FaultGate()
            let stream = AsyncThrowingStream<ByteBuffer, any Error> {
                started.open()
                defer { ended.open() }
                try await Task.sleep(for: .seconds(3_600))
                return nil
            }
            let call = Task { try await send(StreamedRequestBody(length: nil, once: stream), with: client).value }
            await started.wait()
            call.cancel()
            let result = try await within { await call.result }
            #expect(throws: CancellationError.self) { try result.get() }
            try await within { await ended.wait() }
            try await client.shutdown()
        }
    }

    // MARK: Timeouts

    @Test func `the attempt timeout bounds the silence of the server and not the upload`() async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await UploadServer.lend(answer: (after: 10_000, text: text, closes: false)) { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let clock = ContinuousClock()
            let start = clock.now
            // Ten pieces, made in a good second.
            let answer = try await undisturbed {
                try await send(
                    StreamedRequestBody(length: 10_000) {
                        AsyncThrowingStream<ByteBuffer, any Error> { continuation in
                            let maker = Task {
                                for _ in 0..<10 {
                                    try await Task.sleep(for: .milliseconds(120))
                                    continuation.yield(ByteBuffer(repeating: 1, count: 1_000))
                                }
                                continuation.finish()
                            }
                            continuation.onTermination = { _ in maker.cancel() }
                        }
                    }, with: client, options { $0.timeout = .milliseconds(600) }
                ).value
            }
            #expect(answer == "ok")
            #expect(clock.now - start > .seconds(1))
            try await client.shutdown()
        }
    }

    @Test(arguments: [true, false])
    func `a server that takes no more, or does not answer, is given up`(_ reads: Bool) async throws {
        try await UploadServer.lend(reads: reads) { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let pieces = Pieces(
                texts: Array(repeating: String(repeating: "x", count: 64 << 10), count: reads ? 1 : 1024))
            let hasty = options {
                $0.timeout = .milliseconds(200)
                $0.maxRetries = 0
            }
            let error = try await within {
                try await errorOf {
                    try await send(StreamedRequestBody(length: nil, once: pieces), with: client, hasty)
                }
            }
            #expect(error.code == .attemptTimeout)
            let late = options {
                $0.deadline = .milliseconds(200)
                $0.maxRetries = 0
            }
            let other = try await within {
                try await errorOf {
                    try await send(StreamedRequestBody(length: nil) { Pieces(texts: pieces.texts) }, with: client, late)
                }
            }
            #expect(other.code == .deadlineExceeded)
            try await client.shutdown()
        }
    }

    // MARK: Others' transports and middleware

    @Test func `a transport of the user's iterates the body, and its attempts have it anew`() async throws {
        let bodies = Mutex<[String]>([])
        let transport = ScriptedTransport { request in
            var text = ""
            for try await piece in try #require(request.bodyStream) { text += String(buffer: piece) }
            bodies.withLock { $0.append(text) }
            return request.attempt == 1 ? .json("{}", status: 500) : .json("{}")
        }
        let client = try MartletClient(
            platform: .quick("http://x/v1"), apiKey: nil, configuration: configuration { $0.transport = transport })
        _ = try await send(StreamedRequestBody(length: 4) { Pieces(texts: ["ab", "cd"]) }, with: client)
        #expect(bodies.withLock { $0 } == ["abcd", "abcd"])
    }

    @Test func `a middleware that sends twice what can be read once gets an error for it`() async throws {
        let twice = ScriptedMiddleware { request, next in
            _ = try await next(request)
            return try await next(request)
        }
        try await withClient(of: [.text("ok")], configuration: configuration { $0.middleware = [twice] }) {
            client, server in
            let body = StreamedRequestBody(length: 2, once: Pieces(texts: ["ab"]))
            let error = try await errorOf { try await send(body, with: client) }
            #expect(error.code == .alreadyConsumed)
            #expect(server.requestCount == 1)
            let again = StreamedRequestBody(length: 2) { Pieces(texts: ["ab"]) }
            let answer = try await send(again, with: client)
            #expect(answer.value == "ok")
            #expect(server.requestCount == 3)
        }
    }
}
