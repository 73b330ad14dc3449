import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct ThreadsResourceTests {
    @Test func `a thread is made with an empty object`() async throws {
        try await withClient(of: [.json(Conversation.thread)]) { client, server in
            let thread = try await client.threads.create()
            #expect(thread == ChatThread(id: "t", createdAt: 1))
            #expect(server.requests[0].method == "POST")
            #expect(server.requests[0].path == "/v1/threads")
            #expect(server.requests[0].bodyText == "{}")
            #expect(server.requests[0].header("authorization") == "Bearer \(Sample.key)")
            #expect(server.requests[0].header("content-type") == "application/json")
            #expect(server.requests[0].header("prefer") == nil)
        }
    }

    @Test func `threads are listed, retrieved and deleted`() async throws {
        let answers = [
            FaultResponse.json(Conversation.list(Conversation.thread)), .json(Conversation.thread), .text(""),
        ]
        try await withClient(of: answers) { client, server in
            #expect(try await client.threads.list().data.map(\.id) == ["t"])
            #expect(try await client.threads.retrieve("t/../u").id == "t")
            let deleted = try await client.threads.delete("t")
            #expect(deleted == DeletionStatus(id: "t", object: "thread.deleted"))
            #expect(server.requests.map(\.method) == ["GET", "GET", "DELETE"])
            #expect(server.requests.map(\.path) == ["/v1/threads", "/v1/threads/t%2F..%2Fu", "/v1/threads/t"])
        }
    }

    @Test func `empty ids are refused before anything is sent`() async throws {
        try await withClient(of: [.json(Conversation.thread)]) { client, server in
            let calls: [() async throws -> Void] = [
                { _ = try await client.threads.retrieve("") },
                { try await client.threads.delete("") },
                { try await client.threads.messages.create(in: "", .user("Hi")) },
                { try await client.threads.messages.createMany(in: "", [.user("Hi")]) },
                { _ = try await client.threads.messages.list(in: "") },
                { _ = try await client.threads.runs.create(in: "", assistant: "a") },
                { _ = try await client.threads.runs.retrieve("", in: "t") },
                { _ = try await client.threads.runs.retrieve("r", in: "") },
                { _ = try await client.threads.runs.list(in: "") },
                { try await client.threads.runs.cancel("", in: "t") },
                { _ = try await client.threads.runs.wait(for: "", in: "t") },
            ]
            for call in calls {
                let error = try await errorOf { try await call() }
                #expect(error.code == .invalidArgument)
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test func `GravixLayer's prefix leaves them under the version`() async throws {
        try await withClient(of: [.json(Conversation.thread)], platform: .gravixLayer) { client, server in
            _ = try await client.threads.create()
            #expect(server.requests[0].path == "/v1/threads")
        }
    }
}
