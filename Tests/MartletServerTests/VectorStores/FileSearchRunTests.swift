import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Testing

/// Runs whose assistants search files.
struct FileSearchRunTests {
    private static let birds = "The common swift sleeps on the wing."

    private func call(_ query: String) -> ToolCall {
        ToolCall(
            id: "call_1", type: .function,
            function: ToolCallFunction(name: "file_search", arguments: #"{"query":"\#(query)"}"#))
    }

    /// A platform that keeps one file, and a vector store with it.
    private func with(
        _ model: ScriptedModel, _ body: @escaping @Sendable (RunningPlatform, String) async throws -> Void
    ) async throws {
        let stores = try PlatformStores.inMemory()
        try await stores.keep(Self.birds, as: "birds", named: "birds.md")
        try await stores.keep("Oaks live for centuries.", as: "trees", named: "trees.md")
        try await withPlatform(engine: SearchingEngine(model), stores: stores) { platform in
            let store = try await Caller.openAI(platform).makeVectorStore(["birds", "trees"])
            try await body(platform, store)
        }
    }

    @Test func `the platform searches first, and the model reads what it found`() async throws {
        let model = ScriptedModel([.text("On the wing.")])
        try await with(model) { platform, store in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant([
                "instructions": "Be brief.", "tools": [["type": "file_search"]],
                "tool_resources": ["file_search": ["vector_store_ids": [.string(store)]]],
            ])
            let thread = try await caller.makeThread("Where does the swift sleep?")
            let run = try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)])
            #expect(run["tools"] == [["type": "file_search"]])
            try await caller.wait(for: "completed", run: run.id, in: thread)
            let request = try #require(model.requests.first)
            #expect(request.messages.map(\.role) == [.system, .user])
            #expect(request.messages[0].text.hasPrefix("Be brief.\n\n"))
            #expect(request.messages[0].text.contains("[1] birds.md\n\(Self.birds)"))
            #expect(request.messages[0].text.contains("trees") == false)
            #expect(request.tools?.compactMap { $0.function?.name } == ["file_search"])

            let steps = try await caller.get("/threads/\(thread)/runs/\(run.id)/steps?order=asc").data
            #expect(steps.map { $0["type"] } == ["tool_calls", "message_creation"])
            let search = try #require(steps[0]["step_details"]?["tool_calls"]?[0])
            #expect(search["type"] == "file_search")
            let result = try #require(search["file_search"]?["results"]?[0])
            #expect(result["file_id"] == "birds")
            #expect(result["file_name"] == "birds.md")
            #expect(result["content"] == nil)
            let include = "include%5B%5D=step_details.tool_calls%5B%2A%5D.file_search.results%5B%2A%5D.content"
            let step = try await caller.get(
                "/threads/\(thread)/runs/\(run.id)/steps/\(steps[0]["id"]?.stringValue ?? "")?\(include)")
            #expect(
                step["step_details"]["tool_calls"]?[0]?["file_search"]?["results"]?[0]?["content"]
                    == [["type": "text", "text": .string(Self.birds)]])

            // PixiGPT's clients see where it comes from.
            let message = try await Caller.pixiGPT(platform).get("/threads/\(thread)/messages?limit=1").data[0]
            #expect(message["sources"]?[0]?["tool_name"] == "FileSearch")
            #expect(message["sources"]?[0]?["title"] == "birds.md")
            #expect(message["sources"]?[0]?["snippet"] == .string(Self.birds))
            #expect(message["sources"]?.arrayValue?.count == 1)
        }
    }

    @Test func `a model that asks for a search gets one, streamed as OpenAI's clients read it`() async throws {
        let model = ScriptedModel([.toolCalls(call("oaks live for centuries")), .text("For centuries.")])
        try await with(model) { platform, store in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant(["tools": [["type": "file_search"]]])
            let thread = try await caller.post(
                "/threads",
                [
                    "messages": [["role": "user", "content": "How old?"]],
                    "tool_resources": ["file_search": ["vector_store_ids": [.string(store)]]],
                ])
            let events = try await caller.stream(
                "/threads/\(thread.id)/runs", ["assistant_id": .string(assistant), "stream": true])
            #expect(events.text == "For centuries.")
            let output = try #require(model.requests.last?.messages.last { $0.role == .tool })
            #expect(output.text.contains("[1] trees.md\nOaks live for centuries."))
            let deltas = events.filter { $0.name == "thread.run.step.delta" }
            let types = deltas.compactMap { $0.data["delta"]?["step_details"]?["tool_calls"]?[0]?["type"] }
            #expect(Set(types) == ["file_search"])
            let ended = events.filter { $0.name == "thread.run.step.completed" }
            let found = ended.compactMap {
                $0.data["step_details"]?["tool_calls"]?[0]?["file_search"]?["results"]?[0]?["file_id"]
            }
            #expect(found.contains("trees"))
            #expect(events.last?.data == "[DONE]")
        }
    }

    @Test func `a file that a message brings is searched in its thread`() async throws {
        let model = ScriptedModel([.text("Yes.")])
        try await with(model) { platform, _ in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant(["tools": [["type": "file_search"]]])
            let attachments: JSONValue = [["file_id": "birds", "tools": [["type": "file_search"]]]]
            let thread = try await caller.post(
                "/threads",
                ["messages": [["role": "user", "content": "Where does the swift sleep?", "attachments": attachments]]])
            let stores = thread["tool_resources"]["file_search"]?["vector_store_ids"]
            let store = try #require(stores?[0]?.stringValue)
            let made = try await caller.get("/vector_stores/\(store)")
            #expect(made["expires_after"] == ["anchor": "last_active_at", "days": 7])
            let message = try await caller.get("/threads/\(thread.id)/messages").data[0]
            #expect(message["attachments"] == attachments)
            let run = try await caller.post("/threads/\(thread.id)/runs", ["assistant_id": .string(assistant)])
            // The run waits for the file.
            try await caller.wait(for: "completed", run: run.id, in: thread.id)
            #expect(model.requests.first?.messages[0].text.contains(Self.birds) == true)

            // A second message's file goes to the same vector store.
            let second = try await caller.post(
                "/threads/\(thread.id)/messages",
                [
                    "role": "user", "content": "And oaks?",
                    "attachments": [["file_id": "trees", "tools": [["type": "file_search"]]]],
                ])
            #expect(second.status == 200)
            try await caller.waitForFiles(of: store)
            #expect(try await caller.get("/vector_stores/\(store)/files").ids == ["trees", "birds"])
        }
    }

    @Test func `vector stores can be made with an assistant`() async throws {
        try await with(ScriptedModel()) { platform, _ in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.post(
                "/assistants",
                [
                    "model": "scripted", "tools": [["type": "file_search", "file_search": ["max_num_results": 3]]],
                    "tool_resources": ["file_search": ["vector_stores": [["file_ids": ["birds"]]]]],
                ])
            #expect(assistant.status == 200, "\(assistant)")
            let store = try #require(
                assistant["tool_resources"]["file_search"]?["vector_store_ids"]?[0]?.stringValue)
            try await caller.waitForFiles(of: store)
            #expect(try await caller.get("/vector_stores/\(store)/files").ids == ["birds"])
        }
    }

    @Test func `PixiGPT's assistants search the account's files, first when their tools_config names it`() async throws
    {
        let model = ScriptedModel([.text("On the wing.")])
        try await with(model) { platform, _ in
            let client = try platform.client()
            let cases: [(Settable<String>, Bool)] = [
                (.value("file_search"), true), (.unset, false), (.value("[]"), false),
            ]
            for (config, isFirst) in cases {
                let assistant = try await client.assistants.create(
                    AssistantRequest(name: "a", instructions: "", toolsConfig: config))
                let thread = try await client.threads.create()
                try await client.threads.messages.create(in: thread.id, .user("Where does the swift sleep?"))
                let run = try await client.threads.runs.createAndWait(
                    in: thread.id, RunRequest(assistantID: assistant.id))
                #expect(run.message?.sources?.compactMap(\.title) == (isFirst ? ["birds.md"] : nil))
                let tools = model.requests.last?.tools?.compactMap { $0.function?.name } ?? []
                #expect(tools.contains("file_search") == (config != .value("[]")))
            }
        }
    }

    @Test func `a run whose vector store is gone fails with the reason`() async throws {
        try await with(ScriptedModel([.text("?")])) { platform, store in
            let caller = Caller.openAI(platform)
            let assistant = try await caller.makeAssistant([
                "tools": [["type": "file_search"]],
                "tool_resources": ["file_search": ["vector_store_ids": [.string(store)]]],
            ])
            _ = try await caller.delete("/vector_stores/\(store)")
            let thread = try await caller.makeThread()
            let run = try await caller.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)])
            let failed = try await caller.wait(for: "failed", run: run.id, in: thread)
            #expect(failed["last_error"]["message"]?.stringValue?.contains(store) == true)
        }
    }

    static let refusals: [(JSONObject, String)] = [
        (
            ["tools": [["type": "file_search", "file_search": ["max_num_results": 0]]]],
            "tools[0].file_search.max_num_results"
        ),
        (["tools": [["type": "file_search", "x": 1]]], "tools[0].x"),
        (["tools": [["type": "file_search"], ["type": "file_search"]]], "tools[1]"),
        (["tools": [["type": "file_search"], function("file_search")]], "tools[1]"),
        (["tools": [["type": "code_interpreter"]]], "tools[0].type"),
        (["tool_resources": ["file_search": ["vector_store_ids": ["a", "b"]]]], "tool_resources.file_search"),
        (["tool_resources": ["file_search": ["x": 1]]], "tool_resources.file_search.x"),
        (["tool_resources": ["code_interpreter": ["file_ids": ["a"]]]], "tool_resources"),
    ]

    @Test(arguments: refusals)
    func `what cannot be is refused by its name`(_ members: JSONObject, _ parameter: String) async throws {
        try await with(ScriptedModel()) { platform, _ in
            var body: JSONObject = ["model": "scripted"]
            body.merge(members)
            let answer = try await Caller.openAI(platform).post("/assistants", .object(body))
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.error["param"] == .string(parameter), "\(answer)")
        }
    }
}
