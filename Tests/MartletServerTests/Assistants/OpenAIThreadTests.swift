import MartletAPI
import MartletTesting
import Testing

struct OpenAIThreadTests {
    @Test func `A thread is made with messages, changed and deleted`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let made = try await caller.post(
                "/threads",
                [
                    "messages": [
                        ["role": "user", "content": "one"], ["role": "assistant", "content": "two"],
                    ], "metadata": ["a": "b"], "tool_resources": ["file_search": [:]],
                ])
            #expect(
                made.body == [
                    "id": made["id"], "object": "thread", "created_at": made["created_at"], "metadata": ["a": "b"],
                    "tool_resources": ["file_search": [:]],
                ])
            let messages = try await caller.get("/threads/\(made.id)/messages?order=asc")
            #expect(messages.data.map(\.messageText) == ["one", "two"])
            #expect(messages.data.map { $0["role"] } == ["user", "assistant"])
            let updated = try await caller.post("/threads/\(made.id)", ["metadata": nil])
            #expect(updated["metadata"] == [:])
            #expect(updated["tool_resources"] == ["file_search": [:]])
            #expect(try await caller.get("/threads/\(made.id)").body == updated.body)
            let deleted = try await caller.delete("/threads/\(made.id)")
            #expect(deleted.body == ["id": .string(made.id), "object": "thread.deleted", "deleted": true])
            for path in ["/threads/\(made.id)", "/threads/\(made.id)/messages", "/threads/\(made.id)/runs"] {
                let answer = try await caller.get(path)
                #expect(answer.status == 404)
                #expect(answer.error["code"] == "thread_not_found")
            }
        }
    }

    @Test func `A thread can be made of nothing, and with a body that is empty`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            for body in [nil, [:]] as [JSONValue?] {
                let made = try await caller.ask("POST", "/threads", body)
                #expect(made.status == 200)
                #expect(made["metadata"] == [:])
                #expect(made["tool_resources"] == .null)
                #expect(made.body.objectValue?.keys.contains("tool_resources") == true)
            }
        }
    }

    @Test func `A message has every key of OpenAI's schema`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let thread = try await caller.post("/threads").id
            let made = try await caller.post(
                "/threads/\(thread)/messages",
                [
                    "role": "user",
                    "content": [
                        ["type": "text", "text": "What is this?"],
                        ["type": "image_url", "image_url": ["url": "https://example.org/cat.png"]],
                        ["type": "image_url", "image_url": ["url": "data:image/png;base64,AA==", "detail": "low"]],
                    ], "metadata": ["k": "v"], "attachments": [],
                ])
            let expected: JSONValue = [
                "id": made["id"], "object": "thread.message", "created_at": made["created_at"],
                "thread_id": .string(thread), "status": "completed", "incomplete_details": nil,
                "completed_at": made["created_at"], "incomplete_at": nil, "role": "user",
                "content": [
                    ["type": "text", "text": ["value": "What is this?", "annotations": []]],
                    ["type": "image_url", "image_url": ["url": "https://example.org/cat.png", "detail": "auto"]],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AA==", "detail": "low"]],
                ], "assistant_id": nil, "run_id": nil, "attachments": [], "metadata": ["k": "v"],
            ]
            #expect(made.body == expected)
            let path = "/threads/\(thread)/messages/\(made.id)"
            #expect(try await caller.get(path).body == expected)
            let updated = try await caller.post(path, ["metadata": ["k": "w"]])
            #expect(updated["metadata"] == ["k": "w"])
            #expect(updated["content"] == made["content"])
            let deleted = try await caller.delete(path)
            #expect(deleted.body == ["id": .string(made.id), "object": "thread.message.deleted", "deleted": true])
            #expect(try await caller.get(path).error["code"] == "message_not_found")
            #expect(try await caller.post(path, ["metadata": [:]]).status == 404)
            #expect(try await caller.delete(path).status == 404)
        }
    }

    static let refusals: [(JSONValue, String)] = [
        ([:], "role"), (["role": "user"], "content"), (["role": "system", "content": "x"], "role"),
        (["role": "user", "content": ""], "content"), (["role": "user", "content": []], "content"),
        (["role": "user", "content": 1], "content"), (["role": "user", "content": "x", "mood": 1], "mood"),
        (["role": "user", "content": [["type": "text"]]], "content[0].text"),
        (["role": "user", "content": [["type": "image_url"]]], "content[0].image_url"),
        (["role": "user", "content": [["type": "image_file", "image_file": ["file_id": "f"]]]], "content[0]"),
        (["role": "user", "content": [["type": "sound"]]], "content[0]"),
        (["role": "user", "content": "x", "attachments": [["file_id": "f"]]], "attachments[0].tools"),
        (["role": "user", "content": "x", "metadata": "y"], "metadata"),
    ]

    @Test(arguments: refusals)
    func `What a message cannot be is refused by name`(_ body: JSONValue, _ parameter: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let thread = try await caller.post("/threads").id
            let answer = try await caller.post("/threads/\(thread)/messages", body)
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.error["param"]?.stringValue == parameter, "\(answer)")
            let made = try await caller.post("/threads", ["messages": [["role": "user", "content": "x"], body]])
            #expect(made.status == 400)
            #expect(made.error["param"]?.stringValue == "messages[1].\(parameter)", "\(made)")
            #expect(try await caller.get("/threads/\(thread)/messages").ids == [])
        }
    }

    @Test func `Messages are listed page by page, and by run`() async throws {
        let model = ScriptedModel([.text("Fine."), .text("Still fine.")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant()
            let thread = try await caller.makeThread()
            for _ in 0..<2 {
                let run = try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)]).id
                try await caller.wait(for: "completed", run: run, in: thread)
                let answers = try await caller.get("/threads/\(thread)/messages?run_id=\(run)")
                #expect(answers.data.map { $0["run_id"] } == [.string(run)])
            }
            let all = try await caller.get("/threads/\(thread)/messages")
            #expect(all.data.map(\.messageText) == ["Still fine.", "Fine.", "How are you?"])
            let page = try await caller.get("/threads/\(thread)/messages?limit=1&after=\(all.ids[0])")
            #expect(page.ids == [all.ids[1]])
            #expect(page["has_more"] == true)
            #expect(try await caller.get("/threads/\(thread)/messages?run_id=run_none").ids == [])
        }
    }
}
