import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Options in layers: platform, client, copy, call.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct RequestOptionsTests {
    private static let platform = Platform(
        name: "p", baseURL: "http://x/v1",
        timeouts: Timeouts(connect: .seconds(1), attempt: .seconds(2), idle: .seconds(3), deadline: .seconds(4)),
        retryPolicy: RetryPolicy(maxRetries: 5, initialDelay: .seconds(6)))

    @Test func `the platform's values hold unless a layer says otherwise`() {
        #expect(RequestOptions().timeouts(on: Self.platform) == Self.platform.timeouts)
        #expect(RequestOptions().retryPolicy(on: Self.platform) == Self.platform.retryPolicy)
    }

    @Test func `a layer above wins where it says something`() {
        let client = options {
            $0.timeout = .seconds(20)
            $0.idleTimeout = .seconds(30)
            $0.maxRetries = 1
        }
        let copy = options {
            $0.idleTimeout = .seconds(300)
            $0.deadline = .seconds(400)
        }
        let call = options { $0.connectTimeout = .seconds(7_000) }
        let merged = call.over(copy.over(client))
        #expect(
            merged.timeouts(on: Self.platform)
                == Timeouts(
                    connect: .seconds(7_000), attempt: .seconds(20), idle: .seconds(300), deadline: .seconds(400)))
        #expect(merged.retryPolicy(on: Self.platform).maxRetries == 1)
        #expect(merged.retryPolicy(on: Self.platform).initialDelay == .seconds(6))
    }

    @Test func `a policy of a layer stands above a number of retries below it, not above one beside it`() {
        let number = options { $0.maxRetries = 1 }
        let policy = options { $0.retryPolicy = RetryPolicy(maxRetries: 7) }
        #expect(policy.over(number).retryPolicy(on: Self.platform).maxRetries == 7)
        #expect(number.over(policy).retryPolicy(on: Self.platform).maxRetries == 1)
        let both = options {
            $0.maxRetries = 2
            $0.retryPolicy = RetryPolicy(maxRetries: 7)
        }
        #expect(both.retryPolicy(on: Self.platform).maxRetries == 2)
        #expect(both.over(number).retryPolicy(on: Self.platform).maxRetries == 2)
        #expect(options { $0.maxRetries = -1 }.retryPolicy(on: Self.platform).maxRetries == 0)
    }

    @Test func `headers, query and extra members add up, the same name is replaced`() {
        let below = options {
            $0.headers = [.userAgent: "a", .accept: "b"]
            $0.query = [("v", "1")]
            $0.extraBody = ["x": 1, "y": 2]
            $0.idempotencyKey = "k"
            $0.maximumResponseBytes = 9
        }
        let above = options {
            $0.headers = [.userAgent: "c"]
            $0.query = [("w", "2")]
            $0.extraBody = ["y": nil]
        }
        let merged = above.over(below)
        #expect(merged.headers == [.userAgent: "c", .accept: "b"])
        #expect(merged.query.map(\.name) == ["v", "w"])
        #expect(merged.extraBody == ["x": 1, "y": .null])
        #expect(merged.idempotencyKey == "k")
        #expect(merged.maximumResponseBytes == 9)
    }

    @Test func `copies of a client share connections and differ in options`() async throws {
        try await withClient(of: [.json(Sample.completion())], options: options { $0.headers = [.from: "client"] }) {
            client, server in
            let copy = client.with { $0.headers[.from] = "copy" }
            let other = copy.with { $0.query = [("n", "1")] }
            _ = try await client.created()
            _ = try await copy.created()
            _ = try await other.created(options { $0.headers = [.from: "call"] })
            #expect(server.requests.map { $0.header("from") } == ["client", "copy", "call"])
            #expect(
                server.requests.map(\.path)
                    == ["/v1/chat/completions", "/v1/chat/completions", "/v1/chat/completions?n=1"])
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `T60 a header of the caller replaces the client's own`() async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, server in
            _ = try await client.created(
                options {
                    $0.headers = [
                        .authorization: "Basic dXNlcg==", .userAgent: "mine/1", .accept: "x/y",
                        .contentType: "application/json; charset=utf-8", .init("Idempotency-Key")!: "i",
                    ]
                })
            let request = server.requests[0]
            #expect(request.header("authorization") == "Basic dXNlcg==")
            #expect(request.header("user-agent") == "mine/1")
            #expect(request.header("accept") == "x/y")
            #expect(request.header("content-type") == "application/json; charset=utf-8")
            #expect(request.header("idempotency-key") == "i")
            let names = request.headers.map { $0.name.lowercased() }
            #expect(Set(names).count == names.count)
        }
    }

    @Test func `what every request carries`() async throws {
        try await withClient(of: [.json(Sample.completion()), .eventStream(Sample.events), .json(#"{"data":[]}"#)]) {
            client, server in
            _ = try await client.created()
            _ = try await client.streamed()
            _ = try await client.models.list()
            for request in server.requests {
                #expect(request.header("authorization") == "Bearer \(Sample.key)")
                #expect(request.header("user-agent") == "martlet/\(MartletClient.version)")
                #expect(request.header("content-type") == "application/json")
                #expect(request.header("host") == "127.0.0.1:\(server.port)")
            }
            #expect(
                server.requests.map { $0.header("accept") }
                    == ["application/json", "text/event-stream", "application/json"])
            #expect(server.requests.map { $0.header("accept-encoding") } == Array(repeating: "deflate, gzip", count: 3))
            #expect(server.requests.map(\.method) == ["POST", "POST", "GET"])
            #expect(server.requests[2].body.isEmpty)
        }
    }

    @Test func `extra members are added to the body and replace those of the request`() async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, server in
            _ = try await client.created(
                options { $0.extraBody = ["top_k": 40, "model": "other", "nested": ["a": [1, 2.5, nil]]] })
            #expect(
                server.requests[0].bodyText
                    == #"{"model":"other","messages":[{"role":"user","content":"Hello!"}],"top_k":40,"#
                    + #""nested":{"a":[1,2.5,null]}}"#)
        }
    }

    @Test func `extra members that JSON cannot express are refused`() async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, server in
            let error = try await errorOf { try await client.created(options { $0.extraBody = ["x": .number(.nan)] }) }
            #expect(error.code == .invalidArgument)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `an answer beyond the limit is an error`() async throws {
        let long = Sample.completion(String(repeating: "x", count: 100_000))
        try await withClient(
            of: [.json(long)], options: options { $0.maximumResponseBytes = 10_000 }
        ) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.code == .responseTooLarge)
            #expect(error.message.contains("10000"))
            #expect(server.requestCount == 1)
            let answer = try await client.created(options { $0.maximumResponseBytes = 200_000 })
            #expect(answer.text.utf8.count == 100_000)
        }
    }
}
