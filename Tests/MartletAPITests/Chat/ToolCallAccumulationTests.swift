import MartletAPI
import Testing

@Suite struct ToolCallAccumulationTests {
    /// A stream's tool calls: one array of pieces per chunk, and the calls that they make as `id name arguments`.
    struct Habit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let chunks: [String]
        let calls: [String]

        init(_ name: String, _ chunks: [String], _ calls: [String]) {
            testDescription = name
            self.chunks = chunks
            self.calls = calls
        }
    }

    private func calls(_ chunks: [String]) throws -> [ToolCall] {
        var accumulator = ChatCompletionAccumulator()
        for pieces in chunks {
            try accumulator.add(
                ChatCompletionChunk(json: #"{"choices":[{"index":0,"delta":{"tool_calls":\#(pieces)}}]}"#))
        }
        return accumulator.completion.choices.first?.message.toolCalls ?? []
    }

    private func check(_ habit: Habit) throws {
        let calls = try calls(habit.chunks)
        #expect(calls.map { "\($0.id) \($0.function.name) \($0.function.arguments)" } == habit.calls)
        #expect(calls.allSatisfy { $0.type == .function })
    }

    @Test(arguments: [
        Habit(
            "one call, in pieces",
            [
                #"[{"id":"a","type":"function","function":{"name":"f","arguments":""}}]"#,
                #"[{"function":{"arguments":"{\"x\""}}]"#,
                #"[{"function":{"arguments":":1}"}}]"#,
            ], [#"a f {"x":1}"#]),
        Habit(
            "several in one chunk",
            [
                #"[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"g","arguments":"{}"}}]"#
            ],
            ["a f {}", "b g {}"]),
        Habit(
            "several, one in each chunk",
            [
                #"[{"id":"a","function":{"name":"f","arguments":"{}"}}]"#,
                #"[{"id":"b","function":{"name":"f","arguments":"{}"}}]"#,
            ],
            ["a f {}", "b f {}"]),
        Habit(
            "several, each in pieces",
            [
                #"[{"id":"a","function":{"name":"f"}}]"#, #"[{"function":{"arguments":"{\"x\":1}"}}]"#,
                #"[{"id":"b","function":{"name":"g"}}]"#,
                #"[{"function":{"arguments":"{\"y\""}}]"#, #"[{"function":{"arguments":":2}"}}]"#,
            ], [#"a f {"x":1}"#, #"b g {"y":2}"#]),
        Habit(
            "pieces told apart by their ids",
            [
                #"[{"id":"a","function":{"name":"f"}},{"id":"b","function":{"name":"g"}}]"#,
                #"[{"id":"b","function":{"arguments":"[2"}}]"#,
                #"[{"id":"a","function":{"arguments":"[1"}}]"#,
                #"[{"id":"b","function":{"arguments":"]"}},{"id":"a","function":{"arguments":"]"}}]"#,
            ],
            ["a f [1]", "b g [2]"]),
    ])
    func `T29 without an index a new id is a new call`(habit: Habit) throws {
        try check(habit)
    }

    @Test(arguments: [
        Habit(
            "in one chunk",
            [
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"b","function":{"name":"f","arguments":"{}"}}]"#
            ],
            ["a f {}", "b f {}"]),
        Habit(
            "one after the other, in pieces",
            [
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]"#,
                #"[{"index":0,"function":{"arguments":"{\"x\":1}"}}]"#,
                #"[{"index":0,"id":"b","function":{"name":"g","arguments":""}}]"#,
                #"[{"index":0,"function":{"arguments":"{\"y\":2}"}}]"#,
            ],
            [#"a f {"x":1}"#, #"b g {"y":2}"#]),
        Habit(
            "without ids, told apart by name",
            [
                #"[{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}}]"#,
                #"[{"index":0,"function":{"name":"g","arguments":"{}"}}]"#,
            ],
            [#"call_0_0 f {"x":1}"#, "call_0_1 g {}"]),
        Habit(
            "without ids, the same name",
            [
                #"[{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}},{"index":0,"function":{"name":"f","arguments":"{\"x\":2}"}}]"#
            ],
            [#"call_0_0 f {"x":1}"#, #"call_0_1 f {"x":2}"#]),
    ])
    func `T30 calls that all have index 0 are told apart`(habit: Habit) throws {
        try check(habit)
    }

    @Test(arguments: [
        Habit(
            "-1",
            [
                #"[{"index":-1,"id":"a","function":{"name":"f","arguments":"{"}}]"#,
                #"[{"index":-1,"function":{"arguments":"}"}}]"#,
            ], ["a f {}"]),
        Habit(
            "huge and sparse",
            [
                #"[{"index":9223372036854775807,"id":"a","function":{"name":"f","arguments":"["}}]"#,
                #"[{"index":-9223372036854775808,"id":"b","function":{"name":"g"}}]"#,
                #"[{"index":9223372036854775807,"function":{"arguments":"]"}}]"#,
            ], ["a f []", "b g {}"]),
        Habit(
            "from 1",
            [#"[{"index":1,"id":"a","function":{"name":"f"}}]"#, #"[{"index":2,"id":"b","function":{"name":"g"}}]"#],
            ["a f {}", "b g {}"]),
        Habit("beyond 64 bits", [#"[{"index":99999999999999999999,"id":"a","function":{"name":"f"}}]"#], ["a f {}"]),
        Habit(
            "as a string",
            [
                #"[{"index":"0","id":"a","function":{"name":"f","arguments":"["}}]"#,
                #"[{"index":0,"function":{"arguments":"]"}}]"#,
            ], ["a f []"]),
    ])
    func `T31 any index is a name and nothing more`(habit: Habit) throws {
        try check(habit)
    }

    @Test(arguments: [
        Habit(
            "no id",
            [
                #"[{"index":0,"function":{"name":"f","arguments":"{}"}}]"#,
                #"[{"index":1,"function":{"name":"g","arguments":"{}"}}]"#,
            ],
            ["call_0_0 f {}", "call_0_1 g {}"]),
        Habit(
            "an empty id",
            [#"[{"index":0,"id":"","function":{"name":"f"}}]"#, #"[{"index":1,"id":"","function":{"name":"g"}}]"#],
            ["call_0_0 f {}", "call_0_1 g {}"]),
        Habit(
            "an empty id after the first piece",
            [
                #"[{"index":0,"id":"a","function":{"name":"f"}}]"#,
                #"[{"index":0,"id":"","function":{"name":"","arguments":"{}"}}]"#,
            ],
            ["a f {}"]),
        Habit(
            "an id that comes late",
            [#"[{"index":0,"function":{"name":"f"}}]"#, #"[{"index":0,"id":"a","function":{"arguments":"{}"}}]"#],
            ["a f {}"]),
        Habit(
            "an id that comes late, with the name again",
            [
                #"[{"index":0,"function":{"name":"f"}}]"#,
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]"#,
            ],
            ["a f {}"]),
        Habit(
            "an id that comes first",
            [
                #"[{"index":0,"id":"a"}]"#, #"[{"index":0,"function":{"name":"f"}}]"#,
                #"[{"index":0,"function":{"arguments":"{}"}}]"#,
            ],
            ["a f {}"]),
        Habit(
            "the id in every piece",
            [
                #"[{"index":0,"id":"a","function":{"name":"f"}}]"#,
                #"[{"index":0,"id":"a","function":{"arguments":"[1"}}]"#,
                #"[{"index":0,"id":"a","function":{"arguments":"]"}}]"#,
            ], ["a f [1]"]),
        Habit(
            "neither id nor index, one call",
            [#"[{"function":{"name":"f","arguments":"{\"x\""}}]"#, #"[{"function":{"arguments":":1}"}}]"#],
            [#"call_0_0 f {"x":1}"#]),
        Habit(
            "neither id nor index, several in one chunk",
            [#"[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{}"}}]"#],
            ["call_0_0 f {}", "call_0_1 f {}"]),
        Habit(
            "neither id nor index, one in each chunk",
            [
                #"[{"function":{"name":"f","arguments":"{}"}}]"#, #"[{"function":{"name":"f","arguments":"{}"}}]"#,
                #"[{"function":{"name":"g","arguments":"[]"}}]"#,
            ], ["call_0_0 f {}", "call_0_1 f {}", "call_0_2 g []"]),
        Habit(
            "the same id for two calls",
            [
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]"#,
                #"[{"index":1,"id":"a","function":{"name":"g","arguments":"[]"}}]"#,
            ],
            ["a f {}", "a g []"]),
    ])
    func `T32 ids may be missing, empty, late or repeated`(habit: Habit) throws {
        try check(habit)
    }

    @Test(arguments: [
        Habit(
            "again in every piece",
            [
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]"#,
                #"[{"index":0,"function":{"name":"f","arguments":"1}"}}]"#,
            ],
            [#"a f {"x":1}"#]),
        Habit(
            "again before the arguments",
            [
                #"[{"index":0,"id":"a","function":{"name":"f"}}]"#,
                #"[{"index":0,"function":{"name":"f","arguments":"{}"}}]"#,
            ],
            ["a f {}"]),
        Habit(
            "again with empty arguments at the end",
            [
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]"#,
                #"[{"index":0,"function":{"name":"f","arguments":""}}]"#,
            ],
            ["a f {}"]),
        Habit(
            "in pieces",
            [
                #"[{"index":0,"id":"a","function":{"name":"get_"}}]"#, #"[{"index":0,"function":{"name":"weather"}}]"#,
                #"[{"index":0,"function":{"arguments":"{}"}}]"#,
            ],
            ["a get_weather {}"]),
        Habit(
            "again without an index",
            [#"[{"function":{"name":"f","arguments":"{\"x\":"}}]"#, #"[{"function":{"name":"f","arguments":"1}"}}]"#],
            [#"call_0_0 f {"x":1}"#]),
        Habit(
            "empty after the first piece",
            [
                #"[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]"#,
                #"[{"index":0,"function":{"name":"","arguments":"{}"}}]"#,
            ],
            ["a f {}"]),
    ])
    func `T32 a name may come again or in pieces`(habit: Habit) throws {
        try check(habit)
    }

    @Test(arguments: [
        #"[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":null}}]"#,
        #"[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]"#,
        #"[{"index":0,"id":"a","function":{"name":"f"}}]"#,
        #"[{"index":0,"id":"a","function":{"name":"f","arguments":" \n"}}]"#,
        #"[{"index":0,"id":"a","type":null,"function":{"name":"f","arguments":{}}}]"#,
    ])
    func `T32 a tool without parameters gets an empty object`(pieces: String) throws {
        try check(Habit("", [pieces], ["a f {}"]))
        let message = try ChatMessage(json: #"{"role":"assistant","content":null,"tool_calls":\#(pieces)}"#)
        #expect(message.toolCalls?.first?.function == ToolCallFunction(name: "f", arguments: "{}"))
        #expect(message.toolCalls?.first?.type == .function)
    }

    @Test(arguments: [
        Habit("whole", [#"[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]"#], [#"a f {"x":1}"#]),
        Habit(
            "in pieces of one character",
            [#"[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]"#]
                + #"{"x":"}\\\""}"#.map {
                    #"[{"index":0,"function":{"arguments":\#(JSONValue.string(String($0)).text)}}]"#
                }, [#"a f {"x":"}\\\""}"#]),
        Habit(
            "as an object", [#"[{"index":0,"id":"a","function":{"name":"f","arguments":{"x":1,"y":[null,"z"]}}}]"#],
            [#"a f {"x":1,"y":[null,"z"]}"#]),
        Habit(
            "with a raw line break",
            ["[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\n1}\"}}]"],
            ["a f {\"x\":\n1}"]),
        Habit(
            "as an object with a raw tab in it",
            ["[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":\"\t\"}}}]"],
            [#"a f {"x":"\t"}"#]),
        Habit(
            "with braces in strings, the name again",
            [
                #"[{"id":"a","function":{"name":"f","arguments":"{\"x\":\"}\""}}]"#,
                #"[{"id":"a","function":{"name":"f","arguments":"}"}}]"#,
            ],
            [#"a f {"x":"}"}"#]),
    ])
    func `T33 arguments come whole, in pieces or as an object`(habit: Habit) throws {
        try check(habit)
    }

    @Test func `T33 arguments of an answer that is not streamed may be an object`() throws {
        let call = try ToolCall(json: #"{"id":"a","function":{"name":"f","arguments":{"x":[1,2.5]}}}"#)
        #expect(call.function.arguments == #"{"x":[1,2.5]}"#)
        #expect(call.type == .function)
    }

    @Test func `T27 unknown members of every piece are kept`() throws {
        let calls = try calls([
            #"[{"index":0,"id":"a","type":"function","function":{"name":"f","x":1},"extra_content":{"signature":"s"}}]"#,
            #"[{"index":0,"function":{"arguments":"{}","y":2},"later":true}]"#,
        ])
        #expect(calls.first?.additionalProperties == ["extra_content": ["signature": "s"], "later": true])
        #expect(calls.first?.function.additionalProperties == ["x": 1, "y": 2])
    }

    @Test func `calls of different choices are different calls`() throws {
        var accumulator = ChatCompletionAccumulator()
        try accumulator.add(
            ChatCompletionChunk(
                json: """
                    {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"f"}}]}},
                    {"index":1,"delta":{"tool_calls":[{"index":0,"function":{"name":"g"}}]}}]}
                    """))
        let calls = accumulator.completion.choices.map { $0.message.toolCalls?.first }
        #expect(calls.map { $0?.function.name } == ["f", "g"])
        #expect(calls.map { $0?.id } == ["call_0_0", "call_1_0"])
    }

    @Test func `any pieces in any order crash nothing and stay within the limits`() throws {
        var random = SplitMix64(seed: 29)
        for _ in 0..<2_000 {
            var accumulator = ChatCompletionAccumulator(limits: .init(newToolCallsPerChunk: 3, toolCalls: 6))
            for _ in 0..<10 {
                var delta = ChatCompletionDelta()
                delta.toolCalls = (0..<random.below(4)).map { _ in
                    var piece = ToolCallDelta()
                    if random.below(2) == 0 { piece.index = random.below(3) }
                    if random.below(2) == 0 { piece.id = ["", "a", "b", "c"][random.below(4)] }
                    piece.function = ToolCallFunctionDelta()
                    if random.below(2) == 0 { piece.function?.name = ["", "f", "g"][random.below(3)] }
                    if random.below(2) == 0 {
                        piece.function?.arguments = ["", "{", "}", "{}", "\"", "\\"][random.below(6)]
                    }
                    return piece
                }
                let before = accumulator.completion
                do {
                    try accumulator.add(ChatCompletionChunk(choices: [ChatCompletionChunkChoice(delta: delta)]))
                } catch {
                    #expect(accumulator.completion == before)
                }
                let calls = accumulator.completion.choices.first?.message.toolCalls ?? []
                #expect(calls.count <= 6)
                #expect(calls.allSatisfy { !$0.id.rawValue.isEmpty && !$0.function.arguments.isEmpty })
            }
        }
    }
}
