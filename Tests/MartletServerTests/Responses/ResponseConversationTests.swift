import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct ResponseConversationTests {
    @Test func `A response continues another one, and does not inherit its instructions`() async throws {
        let model = ScriptedModel([.text("Hello Bob."), .text("Bob.")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let first = try await caller.post(
                "/responses", ["model": "scripted", "input": "I am Bob.", "instructions": "Be brief."])
            let second = try await caller.post(
                "/responses",
                ["model": "scripted", "input": "Who am I?", "previous_response_id": .string(first.id)])
            #expect(second.status == 200, "\(second)")
            #expect(second["previous_response_id"].stringValue == first.id)
            #expect(second["instructions"] == .null)
            #expect(
                model.requests.last?.messages == [.user("I am Bob."), .assistant("Hello Bob."), .user("Who am I?")])
        }
    }

    @Test func `A call of a function goes round: by itself, and as what a response continues`() async throws {
        let call = ToolCall(
            id: "call_1", type: .function, function: ToolCallFunction(name: "weather", arguments: #"{"city":"Rome"}"#))
        let model = ScriptedModel([.toolCalls(call), .text("Sunny."), .text("Sunny.")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let tools: JSONValue = [["type": "function", "name": "weather", "parameters": ["type": "object"]]]
            let first = try await caller.post(
                "/responses", ["model": "scripted", "input": "Weather?", "tools": tools])
            let item = first["output"][0] ?? .null
            #expect(item["type"] == "function_call")
            #expect(item["call_id"] == "call_1")
            #expect(item["arguments"] == #"{"city":"Rome"}"#)
            let output: JSONValue = ["type": "function_call_output", "call_id": "call_1", "output": "sunny"]
            let inputs: [JSONObject] = [
                ["previous_response_id": .string(first.id), "input": [output]],
                ["input": [["role": "user", "content": "Weather?"], item, output]],
                ["input": [["role": "user", "content": "Weather?"], ["id": item["id"] ?? .null], output]],
            ]
            for members in inputs {
                var body: JSONObject = ["model": "scripted", "tools": tools]
                body.merge(members)
                let answer = try await caller.post("/responses", .object(body))
                #expect(answer.status == 200, "\(answer)")
                let messages = model.requests.last?.messages ?? []
                #expect(messages.map(\.role) == [.user, .assistant, .tool])
                #expect(messages.last?.text == "sunny")
                #expect(messages[1].toolCalls?.first?.function.arguments == #"{"city":"Rome"}"#)
            }
            // Without its output there is nothing to go on from.
            let lonely = try await caller.post(
                "/responses",
                ["model": "scripted", "input": "And?", "previous_response_id": .string(first.id)])
            #expect(lonely.status == 400)
            #expect(lonely.error["message"] == "No tool output found for function call call_1.")
        }
    }

    @Test func `Deleting a response leaves what continues it as it is`() async throws {
        let model = ScriptedModel([.text("one"), .text("two"), .text("three")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let first = try await caller.post("/responses", ["model": "scripted", "input": "a"])
            let second = try await caller.post(
                "/responses", ["model": "scripted", "input": "b", "previous_response_id": .string(first.id)])
            let deletion = try await caller.delete("/responses/\(first.id)")
            #expect(deletion.body == ["id": .string(first.id), "object": "response", "deleted": true])
            #expect(try await caller.get("/responses/\(first.id)").status == 404)
            #expect(try await caller.delete("/responses/\(first.id)").status == 404)
            #expect(try await caller.get("/responses/\(first.id)/input_items").status == 404)
            let continued = try await caller.post(
                "/responses", ["model": "scripted", "input": "x", "previous_response_id": .string(first.id)])
            #expect(continued.status == 400)
            #expect(continued.error["code"] == "previous_response_not_found")
            #expect(continued.error["param"] == "previous_response_id")
            let third = try await caller.post(
                "/responses", ["model": "scripted", "input": "c", "previous_response_id": .string(second.id)])
            #expect(third.status == 200)
            #expect(model.requests.last?.messages.map(\.text) == ["a", "one", "b", "two", "c"])
        }
    }

    @Test func `What is not to be stored is not there, and cannot be continued`() async throws {
        try await withPlatform(model: ScriptedModel([.text("x")])) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/responses", ["model": "scripted", "input": "a", "store": false])
            #expect(answer["store"] == false)
            #expect(try await caller.get("/responses/\(answer.id)").status == 404)
            let item = answer["output"][0]?["id"] ?? .null
            let reference = try await caller.post(
                "/responses", ["model": "scripted", "input": [["type": "item_reference", "id": item]]])
            #expect(reference.status == 404)
            #expect(reference.error["message"]?.stringValue?.contains(item.stringValue ?? "?") == true)
        }
    }

    @Test func `The input is listed in pages, the newest first unless asked otherwise`() async throws {
        try await withPlatform(model: ScriptedModel([.text("x")])) { platform in
            let caller = Caller.openAI(platform)
            let input = (1...5).map { JSONValue.object(["role": "user", "content": .string("m\($0)")]) }
            let answer = try await caller.post("/responses", ["model": "scripted", "input": .array(input)])
            func page(_ query: String) async throws -> ([String], JSONValue, JSONValue) {
                let page = try await caller.get("/responses/\(answer.id)/input_items?\(query)")
                #expect(page.status == 200, "\(page)")
                #expect(page["first_id"] == page.data.first?["id"] ?? .null)
                let texts = page.data.compactMap { $0["content"]?[0]?["text"]?.stringValue }
                return (texts, page["has_more"], page["last_id"])
            }
            let (newest, hasMore, last) = try await page("limit=2")
            #expect(newest == ["m5", "m4"])
            #expect(hasMore == true)
            let (next, _, _) = try await page("limit=2&after=\(last.stringValue ?? "")")
            #expect(next == ["m3", "m2"])
            let (oldest, isMore, _) = try await page("order=asc")
            #expect(oldest == ["m1", "m2", "m3", "m4", "m5"])
            #expect(isMore == false)
            let first = try await caller.get("/responses/\(answer.id)/input_items?order=asc").data[0]
            #expect(first["type"] == "message")
            #expect(first["status"] == "completed")
            for query in ["limit=0", "limit=101", "order=up", "after=nothing"] {
                #expect(try await caller.get("/responses/\(answer.id)/input_items?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test func `A conversation that is too long is refused with the limit`() async throws {
        var configuration = PlatformConfiguration()
        configuration.limits.responseHistory = 2
        let model = ScriptedModel([.text("x")])
        try await withPlatform(model: model, configuration: configuration) { platform in
            let caller = Caller.openAI(platform)
            var previous = JSONValue.null
            for turn in 1...4 {
                let answer = try await caller.post(
                    "/responses",
                    [
                        "model": "scripted", "input": .string("turn \(turn)"), "previous_response_id": previous,
                        "background": .bool(turn == 3),
                    ])
                if turn == 4 {
                    #expect(answer.status == 400)
                    #expect(answer.error["code"] == "context_length_exceeded")
                    return
                }
                #expect(answer.status == 200, "\(answer)")
                previous = .string(answer.id)
                try await eventually("turn \(turn) is answered") {
                    try await caller.get("/responses/\(answer.id)")["status"] == "completed"
                }
            }
        }
    }

    @Test func `What is another account's is not there`() async throws {
        let store = try SQLiteStore(path: nil)
        for name in ["anna", "ben"] {
            try await store.insert(
                StoredKey(
                    id: "key_\(name)", account: AccountID(rawValue: name), name: name, ending: name, createdAt: 1),
                secret: "sk-\(name)")
        }
        try await withPlatform(model: ScriptedModel([.text("x")]), stores: PlatformStores(store)) { platform in
            let anna = Caller.openAI(platform, key: "sk-anna")
            let ben = Caller.openAI(platform, key: "sk-ben")
            let answer = try await anna.post(
                "/responses", ["model": "scripted", "input": "a", "background": true, "stream": false])
            try await eventually("it is answered") {
                try await anna.get("/responses/\(answer.id)")["status"] == "completed"
            }
            let item = try await anna.get("/responses/\(answer.id)")["output"][0]?["id"] ?? .null
            for path in ["", "/input_items", "?stream=true"] {
                #expect(try await ben.get("/responses/\(answer.id)\(path)").status == 404, "\(path)")
            }
            #expect(try await ben.post("/responses/\(answer.id)/cancel").status == 404)
            #expect(try await ben.delete("/responses/\(answer.id)").status == 404)
            let continued = try await ben.post(
                "/responses", ["model": "scripted", "input": "x", "previous_response_id": .string(answer.id)])
            #expect(continued.error["code"] == "previous_response_not_found")
            let reference = try await ben.post(
                "/responses", ["model": "scripted", "input": [["type": "item_reference", "id": item]]])
            #expect(reference.status == 404)
            #expect(try await anna.delete("/responses/\(answer.id)").status == 200)
        }
    }
}
