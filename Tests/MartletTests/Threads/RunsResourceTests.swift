import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct RunsResourceTests {
    @Test func `a run is started, with and without parameters`() async throws {
        try await withClient(of: [.json(Conversation.run())]) { client, server in
            let run = try await client.threads.runs.create(in: "t", assistant: "a")
            #expect(run.status == .queued)
            #expect(run.message == nil)
            _ = try await client.threads.runs.create(
                in: "t", RunRequest(assistantID: "a", enableThinking: false, temperature: 0.5, maxTokens: 10))
            _ = try await client.threads.runs.create(in: "t", assistant: "a", enableThinking: false)
            #expect(Set(server.requests.map(\.path)) == ["/v1/threads/t/runs"])
            #expect(Set(server.requests.map(\.method)) == ["POST"])
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"assistant_id":"a","enable_thinking":true}"#,
                    #"{"assistant_id":"a","enable_thinking":false,"temperature":0.5,"max_tokens":10}"#,
                    #"{"assistant_id":"a","enable_thinking":false}"#,
                ])
        }
    }

    @Test func `runs are retrieved, listed and called off`() async throws {
        let answers = [
            FaultResponse.json(Conversation.completed("<think>a</think>b")),
            .json(Conversation.list(Conversation.completed("<think>a</think>b"), Conversation.run())),
            .json(Conversation.run("cancelled")),
        ]
        try await withClient(of: answers) { client, server in
            let run = try await client.threads.runs.retrieve("r/1", in: "t/1")
            #expect(run.message?.text == "b")
            #expect(run.message?.reasoningContent == "a")
            let page = try await client.threads.runs.list(in: "t")
            #expect(page.data.map(\.status) == [.completed, .queued])
            #expect(page.data[0].message?.reasoningContent == "a")
            #expect(try await client.threads.runs.cancel("r", in: "t").status == .cancelled)
            #expect(server.requests.map(\.method) == ["GET", "GET", "POST"])
            #expect(
                server.requests.map(\.path) == [
                    "/v1/threads/t%2F1/runs/r%2F1", "/v1/threads/t/runs", "/v1/threads/t/runs/r/cancel",
                ])
            #expect(server.requests[2].bodyText == "{}")
        }
    }

    @Test func `every call asks for the reason of a failure, and keeps other preferences`() async throws {
        let answers = [
            FaultResponse.json(Conversation.run()), .json(Conversation.run()), .json(Conversation.list()),
            .json(Conversation.run()), .json(Conversation.run()),
        ]
        try await withClient(of: answers) { client, server in
            let runs = client.threads.runs
            _ = try await runs.create(in: "t", assistant: "a")
            _ = try await runs.retrieve("r", in: "t")
            _ = try await runs.list(in: "t")
            try await runs.cancel("r", in: "t")
            let prefer = try #require(HTTPField.Name("Prefer"))
            _ = try await runs.retrieve("r", in: "t", options: options { $0.headers[prefer] = "wait=10" })
            #expect(
                server.requests.map { $0.header("prefer") } == [
                    "last-error", "last-error", "last-error", "last-error", "wait=10, last-error",
                ])
        }
    }

    @Test func `a run that failed is an answer`() async throws {
        let failed = Conversation.run("failed", more: #","last_error":{"code":"server_error","message":"oops"}"#)
        try await withClient(of: [.json(failed)]) { client, _ in
            let run = try await client.threads.runs.retrieve("r", in: "t")
            #expect(run.status == .failed)
            #expect(run.lastError?.message == "oops")
        }
    }
}
