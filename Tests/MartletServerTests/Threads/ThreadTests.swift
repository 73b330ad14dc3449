import HTTPTypes
import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Testing

struct ThreadTests {
    /// What a call throws.
    private func failure(_ body: @Sendable () async throws -> Void) async -> MartletError? {
        await #expect(throws: MartletError.self) { try await body() }
    }

    @Test func `messages come newest first, page by page`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            let thread = try await client.threads.create()
            let made = try await client.threads.messages.createMany(
                in: thread.id, (0..<50).map { .user("message \($0)") })
            #expect(made.data.map(\.text) == (0..<50).map { "message \($0)" })
            let first = try await client.threads.messages.list(in: thread.id)
            #expect(first.data.map(\.text) == (30..<50).reversed().map { "message \($0)" })
            #expect(first.hasMore == true)
            #expect(first.firstID == made.data[49].id.rawValue)
            #expect(first.lastID == made.data[30].id.rawValue)
            var all: [String] = []
            for try await message in client.threads.messages.all(in: thread.id) { all.append(message.text) }
            #expect(all == (0..<50).reversed().map { "message \($0)" })
            let last = try await client.threads.messages.list(
                in: thread.id, limit: 50, after: made.data[10].id)
            #expect(last.data.count == 10)
            #expect(last.hasMore == false)
        }
    }

    @Test func `a bulk of which one is wrong adds nothing, and says which`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            let thread = try await client.threads.create()
            let error = await #expect(throws: MartletError.self) {
                _ = try await client.threads.messages.createMany(
                    in: thread.id, [.user("fine"), ThreadMessageRequest(role: "tool", content: "not fine")])
            }
            #expect(error?.status == 400)
            #expect(error?.parameter == "messages[1].role")
            #expect(try await client.threads.messages.list(in: thread.id).data.isEmpty)
        }
    }

    @Test func `tools_config has three states`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            var request = AssistantRequest(name: "a", instructions: "b", toolsConfig: "[]")
            let made = try await client.assistants.create(request)
            #expect(made.toolsConfig == "[]")
            request.toolsConfig = .unset
            #expect(try await client.assistants.update(made.id, request).toolsConfig == "[]")
            request.toolsConfig = .null
            #expect(try await client.assistants.update(made.id, request).toolsConfig == nil)
            request.toolsConfig = "calculator"
            #expect(try await client.assistants.update(made.id, request).toolsConfig == "calculator")
            #expect(try await client.assistants.retrieve(made.id).toolsConfig == "calculator")
        }
    }

    static let refusals: [(String, JSONValue, String)] = [
        ("assistants", ["name": "", "instructions": ""], "name"),
        ("assistants", ["name": "a"], "instructions"),
        ("assistants", ["name": "a", "instructions": "", "tools_config": [1]], "tools_config"),
        ("assistants", ["name": "a", "instructions": "", "model": "x"], "model"),
        ("threads", ["metadata": ["a": 1]], "metadata"),
        ("threads", ["messages": []], "messages"),
        ("threads/T/messages", ["role": "tool", "content": "x"], "role"),
        ("threads/T/messages", ["role": "user", "content": ""], "content"),
        ("threads/T/messages", ["role": "user"], "content"),
        ("threads/T/messages", ["role": "user", "content": "x", "attachments": []], "attachments"),
        ("threads/T/messages/bulk", ["messages": []], "messages"),
        ("threads/T/messages/bulk", [:], "messages"),
        ("threads/T/runs", [:], "assistant_id"),
        ("threads/T/runs", ["assistant_id": "a", "temperature": 3], "temperature"),
        ("threads/T/runs", ["assistant_id": "a", "temperature": "hot"], "temperature"),
        ("threads/T/runs", ["assistant_id": "a", "max_tokens": -1], "max_tokens"),
        ("threads/T/runs", ["assistant_id": "a", "stream": true], "stream"),
    ]

    @Test(arguments: refusals)
    func `what cannot be understood is refused by name`(
        _ path: String, _ body: JSONValue, _ parameter: String
    ) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            let thread = try await client.threads.create()
            var endpoint = Endpoint(.root)
            endpoint.path = path.split(separator: "/").map { $0 == "T" ? thread.id.rawValue : String($0) }
            let error = await failure { [endpoint] in
                _ = try await client.send(HTTPRequest.Method.post, endpoint, body: body)
            }
            #expect(error?.status == 400)
            #expect(error?.parameter == parameter)
        }
    }

    @Test(arguments: [
        "limit=0", "limit=-1", "limit=1001", "limit=many", "order=up", "after=msg_none", "before=msg_none",
    ])
    func `a list refuses what it does not understand`(_ query: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            let thread = try await client.threads.create()
            let parts = query.split(separator: "=").map(String.init)
            var options = RequestOptions()
            options.query = [(name: parts[0], value: parts[1])]
            let error = await failure { [options] in
                _ = try await client.send(
                    HTTPRequest.Method.get, Endpoint(.root, "threads", thread.id.rawValue, "messages"),
                    options: options)
            }
            #expect(error?.status == 400)
            #expect(error?.parameter == parts[0])
        }
    }
}
