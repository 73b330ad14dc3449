import HTTPTypes
import MartletAPI
import MartletServer
import Testing

@testable import MartletEngine

@Suite struct ForcedToolCallTests {
    static let weather: JSONValue = [
        "type": "function",
        "function": [
            "name": "weather",
            "parameters": [
                "type": "object", "properties": ["city": ["type": "string"]], "required": ["city"],
            ],
        ],
    ]
    static let time: JSONValue = [
        "type": "function",
        "function": [
            "name": "time",
            "parameters": [
                "type": "object", "properties": ["zone": ["$ref": "#/$defs/zone"]],
                "$defs": ["zone": ["enum": ["utc", "cet"]], "other": ["$ref": "#/definitions/zone"]],
            ],
        ],
    ]

    private func prepared(_ tools: [JSONValue], _ choice: JSONValue) throws -> LlamaRequest {
        let request: JSONValue = [
            "messages": [["role": "user", "content": "Hi"]], "tools": .array(tools), "tool_choice": choice, "n": 2,
        ]
        return try LlamaRequest(ChatCompletionRequest(json: request.jsonBytes()), hasProjector: false)
    }

    private static func choice(_ name: String) -> JSONValue {
        ["type": "function", "function": ["name": .string(name)]]
    }

    @Test(arguments: ["auto", "none"] as [JSONValue])
    func `a model that may choose is left to choose`(_ choice: JSONValue) throws {
        let prepared = try prepared([Self.weather], choice)
        #expect(prepared.forcedCall == nil)
        #expect(prepared.request.responseFormat == nil)
    }

    @Test func `one function: the answer is held to its arguments`() throws {
        for choice in [Self.choice("weather"), "required"] {
            let request = try prepared([Self.weather], choice).request
            #expect(request.toolChoice == ToolChoice.none)
            #expect(request.tools?.count == 1)
            guard case .jsonSchema(_, let schema, _, _) = request.responseFormat else {
                Issue.record("no schema")
                return
            }
            #expect(schema == Self.weather["function"]?["parameters"])
        }
    }

    @Test func `several functions: the name is a part of the answer, and definitions stay apart`() throws {
        let request = try prepared([Self.weather, Self.time], "required").request
        guard case .jsonSchema(_, let schema, _, _) = request.responseFormat else {
            Issue.record("no schema")
            return
        }
        #expect(schema["anyOf"]?[0]?["properties"]?["name"] == ["const": "weather"])
        let arguments = schema["anyOf"]?[1]?["properties"]?["arguments"]
        #expect(arguments?["properties"]?["zone"] == ["$ref": "#/$defs/tool1_zone"])
        #expect(arguments?["$defs"] == nil)
        #expect(schema["$defs"]?["tool1_zone"] == ["enum": ["utc", "cet"]])
        #expect(schema["$defs"]?["tool1_other"] == ["$ref": "#/$defs/tool1_zone"])
    }

    @Test func `a function without parameters takes an empty object`() throws {
        let request = try prepared([["type": "function", "function": ["name": "f"]]], "required").request
        guard case .jsonSchema(_, let schema, _, _) = request.responseFormat else {
            Issue.record("no schema")
            return
        }
        #expect(schema == ["type": "object", "properties": [:], "additionalProperties": false])
    }

    @Test func `a choice that cannot be met is refused`() throws {
        for (tools, choice) in [([], "required"), ([Self.weather], Self.choice("nobody"))] as [([JSONValue], JSONValue)]
        {
            let error = try #require(throws: PlatformError.self) { try prepared(tools, choice) }
            #expect(error.status.code == 400)
            #expect(error.body.parameter == "tool_choice")
        }
    }

    @Test func `a schema that refers to itself as a whole goes on doing so`() throws {
        let tree: JSONValue = [
            "type": "function",
            "function": [
                "name": "tree",
                "parameters": [
                    "type": "object",
                    "properties": [
                        "children": ["type": "array", "items": ["$ref": "#"]], "name": ["type": "string"],
                        "alias": ["$ref": "#/properties/name"],
                    ],
                ],
            ],
        ]
        let request = try prepared([Self.weather, tree], "required").request
        guard case .jsonSchema(_, let schema, _, _) = request.responseFormat else {
            Issue.record("no schema")
            return
        }
        #expect(schema["anyOf"]?[1]?["properties"]?["arguments"] == ["$ref": "#/$defs/tool1_arguments"])
        let whole = schema["$defs"]?["tool1_arguments"]?["properties"]
        #expect(whole?["children"]?["items"] == ["$ref": "#/$defs/tool1_arguments"])
        #expect(whole?["alias"] == ["$ref": "#/$defs/tool1_arguments/properties/name"])
    }

    @Test func `T66 what a demanded call leaves no room for is refused`() throws {
        let json = """
            {"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}],
            "tool_choice":"required","response_format":{"type":"json_object"}}
            """
        let error = try #require(throws: PlatformError.self) {
            try LlamaRequest(ChatCompletionRequest(json: json), hasProjector: false)
        }
        #expect(error.body.parameter == "response_format")
        let custom = json.replacing(
            #""type":"function","function":{"name":"f"}"#, with: #""type":"custom","custom":{}"#)
        #expect(throws: PlatformError.self) {
            try LlamaRequest(ChatCompletionRequest(json: custom), hasProjector: false)
        }
    }

    // MARK: The answer

    private func rewritten(
        _ contents: [String], finish: FinishReason = .stop, tools: [JSONValue], choice: JSONValue
    ) throws -> ChatCompletion {
        var rewriter = try #require(ChunkRewriter(prepared(tools, choice)))
        var accumulator = ChatCompletionAccumulator()
        func add(_ chunk: ChatCompletionChunk) throws {
            if let chunk = rewriter.rewrite(chunk) { try accumulator.add(chunk) }
        }
        for content in contents {
            try add(
                ChatCompletionChunk(
                    id: "chatcmpl-x",
                    choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: content))]))
        }
        try add(
            ChatCompletionChunk(
                choices: [ChatCompletionChunkChoice(delta: ChatCompletionDelta(), finishReason: finish)]))
        for _ in 0..<2 {
            try add(
                ChatCompletionChunk(usage: CompletionUsage(promptTokens: 3, completionTokens: 4, totalTokens: 7)))
        }
        if let rest = rewriter.finish() { try accumulator.add(rest) }
        return accumulator.completion
    }

    @Test func `what one function was given becomes its call, piece by piece`() throws {
        let answer = try rewritten([#"{"city""#, #":"Pa"#, #"ris"}"#], tools: [Self.weather], choice: "required")
        let call = try #require(answer.choices[0].message.toolCalls?.first)
        #expect(call.function.name == "weather")
        #expect(call.function.arguments == #"{"city":"Paris"}"#)
        #expect(call.id == "call_x0")
        #expect(answer.choices[0].message.content == nil)
        #expect(answer.finishReason == .toolCalls)
    }

    @Test func `of several functions the one that was named is called`() throws {
        let text = #"{ "name": "time", "arguments": {"zone": "utc"} }"#
        let answer = try rewritten(text.map { String($0) }, tools: [Self.weather, Self.time], choice: "required")
        let call = try #require(answer.choices[0].message.toolCalls?.first)
        #expect(call.function.name == "time")
        #expect(call.function.arguments == #"{"zone":"utc"}"#)
        #expect(answer.finishReason == .toolCalls)
    }

    @Test func `T34 a call that was cut off stays cut off`() throws {
        let one = try rewritten([#"{"city":"Pa"#], finish: .length, tools: [Self.weather], choice: "required")
        #expect(one.finishReason == .length)
        #expect(one.choices[0].executableToolCalls.isEmpty)
        let several = try rewritten(
            [#"{"name":"ti"#], finish: .length, tools: [Self.weather, Self.time], choice: "required")
        #expect(several.finishReason == .length)
        #expect(several.text == #"{"name":"ti"#)
    }

    @Test func `the usage of several choices is reported once, with the prompt counted once`() throws {
        let answer = try rewritten(["{}"], tools: [Self.weather], choice: "required")
        #expect(answer.usage == CompletionUsage(promptTokens: 3, completionTokens: 8, totalTokens: 11))
    }
}
