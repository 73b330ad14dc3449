import MartletAPI
import MartletServer
import MartletTesting
import Testing

struct OpenAIAssistantTests {
    @Test func `An assistant comes back with every key of OpenAI's schema`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let made = try await caller.post("/assistants", ["model": "scripted"])
            #expect(made.status == 200)
            let expected: JSONValue = [
                "id": made["id"], "object": "assistant", "created_at": made["created_at"], "name": nil,
                "description": nil, "model": "scripted", "instructions": nil, "tools": [], "tool_resources": nil,
                "metadata": [:], "temperature": nil, "top_p": nil, "response_format": "auto",
                "reasoning_effort": nil,
            ]
            #expect(made.body == expected)
            #expect(made.id.hasPrefix("asst_"))
            #expect(made["created_at"].intValue ?? 0 > 1_500_000_000)
            #expect(try await caller.get("/assistants/\(made.id)").body == expected)
        }
    }

    @Test func `An update keeps what it does not name, and null clears`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let members: JSONObject = [
                "model": "scripted", "name": "Ada", "description": "Counts", "instructions": "Count.",
                "tools": [function("add")], "metadata": ["a": "b"], "temperature": 0.5, "top_p": 0.9,
                "response_format": ["type": "json_object"], "reasoning_effort": "low", "tool_resources": [:],
            ]
            let made = try await caller.post("/assistants", .object(members))
            for (key, value) in members { #expect(made[key] == value, "\(key)") }
            let updated = try await caller.post(
                "/assistants/\(made.id)",
                ["name": nil, "temperature": nil, "instructions": "Count twice.", "metadata": ["c": "d"]])
            #expect(updated.status == 200, "\(updated.error["message"]?.stringValue ?? "")")
            #expect(updated["name"] == .null)
            #expect(updated["temperature"] == .null)
            #expect(updated["instructions"] == "Count twice.")
            #expect(updated["metadata"] == ["c": "d"])
            #expect(updated["tools"] == [function("add")])
            #expect(updated["description"] == "Counts")
            #expect(updated["model"] == "scripted")
            #expect(try await caller.get("/assistants/\(made.id)").body == updated.body)
        }
    }

    @Test func `A deleted assistant is gone`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let id = try await caller.makeAssistant()
            let deleted = try await caller.delete("/assistants/\(id)")
            #expect(deleted.body == ["id": .string(id), "object": "assistant.deleted", "deleted": true])
            for answer in [
                try await caller.get("/assistants/\(id)"), try await caller.post("/assistants/\(id)", ["name": "x"]),
                try await caller.delete("/assistants/\(id)"),
            ] {
                #expect(answer.status == 404)
                #expect(answer.error["code"] == "assistant_not_found")
            }
        }
    }

    @Test func `Lists go page by page, in both directions`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            var ids: [String] = []
            for _ in 0..<25 { ids.append(try await caller.makeAssistant()) }
            let newest = Array(ids.reversed())
            let first = try await caller.get("/assistants")
            #expect(first.ids == Array(newest[..<20]))
            #expect(first["object"] == "list")
            #expect(first["first_id"] == .string(newest[0]))
            #expect(first["last_id"] == .string(newest[19]))
            #expect(first["has_more"] == true)
            let rest = try await caller.get("/assistants?after=\(newest[19])")
            #expect(rest.ids == Array(newest[20...]))
            #expect(rest["has_more"] == false)
            let before = try await caller.get("/assistants?limit=3&before=\(newest[10])")
            #expect(before.ids == Array(newest[7..<10]))
            let oldest = try await caller.get("/assistants?order=asc&limit=2&after=\(ids[0])")
            #expect(oldest.ids == Array(ids[1...2]))
            let none = try await caller.get("/assistants?after=\(newest[24])")
            #expect(none.body == ["object": "list", "data": [], "first_id": nil, "last_id": nil, "has_more": false])
        }
    }

    @Test(arguments: ["limit=0", "limit=101", "limit=x", "order=up", "after=asst_none", "before=asst_none"])
    func `A list refuses what it does not understand`(_ query: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await Caller.openAI(platform).get("/assistants?\(query)")
            #expect(answer.status == 400)
            #expect(answer.error["param"]?.stringValue == query.split(separator: "=").first.map(String.init))
        }
    }

    static let refusals: [(JSONValue, String)] = [
        ([:], "model"), (["model": 1], "model"), (["model": ""], "model"), (["model": nil], "model"),
        (["model": "m", "frobnicate": 1], "frobnicate"), (["model": "m", "name": 1], "name"),
        (["model": "m", "name": .string(String(repeating: "x", count: 257))], "name"),
        (["model": "m", "description": .string(String(repeating: "x", count: 513))], "description"),
        (["model": "m", "temperature": 3], "temperature"), (["model": "m", "top_p": "x"], "top_p"),
        (["model": "m", "metadata": ["a": 1]], "metadata"), (["model": "m", "tools": "x"], "tools"),
        (["model": "m", "tools": [["type": "code_interpreter"]]], "tools[0].type"),
        (["model": "m", "tools": [function("f"), ["type": "web"]]], "tools[1].type"),
        (["model": "m", "tools": [["type": "function"]]], "tools[0]"),
        (["model": "m", "tools": .array(Array(repeating: function("f"), count: 129))], "tools"),
        (["model": "m", "response_format": ["type": "poem"]], "response_format"),
        (["model": "m", "tool_resources": ["code_interpreter": ["file_ids": ["f"]]]], "tool_resources"),
    ]

    @Test(arguments: refusals)
    func `What an assistant cannot be is refused by name`(_ body: JSONValue, _ parameter: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/assistants", body)
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.error["type"] == "invalid_request_error")
            #expect(answer.error["param"]?.stringValue == parameter, "\(answer)")
            #expect(try await caller.get("/assistants").ids == [])
        }
    }

    @Test func `Both kinds of clients see the same assistants, each in its shape`() async throws {
        var configuration = PlatformConfiguration()
        configuration.defaultModel = "scripted"
        try await withPlatform(model: ScriptedModel(), configuration: configuration) { platform in
            let openAI = Caller.openAI(platform)
            let pixiGPT = Caller.pixiGPT(platform)
            let hers = try await pixiGPT.makeAssistant()
            let his = try await openAI.makeAssistant(["name": "Bob", "instructions": "Be Bob."])
            #expect(try await openAI.get("/assistants").ids == [his, hers])
            #expect(try await pixiGPT.get("/assistants").ids == [his, hers])
            let seen = try await openAI.get("/assistants/\(hers)")
            #expect(seen["name"] == "Pixi")
            #expect(seen["model"] == "scripted")
            #expect(seen["tools"] == .array([]))
            let other = try await pixiGPT.get("/assistants/\(his)")
            #expect(other["instructions"] == "Be Bob.")
            // The platform's own tools are for PixiGPT's clients.
            #expect(other["tools_config"] == "[]")
            #expect(other["model"] == .null)
        }
    }

    @Test func `What only OpenAI has is answered without its header too`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let id = try await Caller.openAI(platform).makeAssistant()
            let plain = Caller.pixiGPT(platform)
            let updated = try await plain.post("/assistants/\(id)", ["description": "x"])
            #expect(updated.status == 200)
            #expect(updated["description"] == "x")
            let thread = try await plain.makeThread()
            let message = try await plain.get("/threads/\(thread)/messages").ids[0]
            #expect(try await plain.get("/threads/\(thread)/messages/\(message)")["status"] == "completed")
        }
    }
}
