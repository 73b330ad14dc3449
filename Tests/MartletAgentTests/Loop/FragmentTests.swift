import MartletAPI
import Testing

/// The protocol's table of how servers cut tool calls into pieces, against the accumulator that the agent uses.
struct FragmentTests {
    private static let x = #"{"x":1}"#
    private static let y = #"{"y":2}"#

    private static func piece(
        _ index: Int? = nil, id: String? = nil, name: JSONValue? = nil, _ arguments: JSONValue? = nil
    ) -> JSONValue {
        var piece = JSONObject()
        piece["index"] = index.map { .integer($0) }
        piece["id"] = id.map { .string($0) }
        var function = JSONObject()
        function["name"] = name
        function["arguments"] = arguments
        piece["function"] = .object(function)
        return .object(piece)
    }

    /// The calls that come of chunks with these pieces.
    private func calls(_ chunks: [[JSONValue]]) throws -> [ToolCall] {
        var accumulator = ChatCompletionAccumulator()
        for pieces in chunks {
            let chunk: JSONValue = ["choices": [["index": 0, "delta": ["tool_calls": .array(pieces)]]]]
            try accumulator.add(try ChatCompletionChunk(json: try chunk.jsonBytes()))
        }
        let calls = accumulator.completion.choices.first?.message.toolCalls ?? []
        #expect(Set(calls.map(\.id)).count == calls.count)
        #expect(calls.allSatisfy { !$0.id.rawValue.isEmpty })
        return calls
    }

    private func expect(
        _ chunks: [[JSONValue]], _ expected: [(name: String, arguments: String)],
        location: SourceLocation = #_sourceLocation
    ) throws {
        let calls = try calls(chunks)
        #expect(calls.map(\.function.name) == expected.map(\.name), sourceLocation: location)
        #expect(calls.map(\.function.arguments) == expected.map(\.arguments), sourceLocation: location)
    }

    @Test func `Id and name first, then pieces by index, one call after the other`() throws {
        try expect(
            [
                [Self.piece(0, id: "a", name: "f", "")], [Self.piece(0, "{\"x\":")], [Self.piece(0, "1}")],
                [Self.piece(1, id: "b", name: "g", "")], [Self.piece(1, "{\"y\":")], [Self.piece(1, "2}")],
            ], [("f", Self.x), ("g", Self.y)])
    }

    @Test func `The same id in every piece`() throws {
        try expect(
            [
                [Self.piece(id: "a", name: "f", "{\"x\":")], [Self.piece(id: "a", "1}")],
                [Self.piece(id: "b", name: "g", "{\"y\":")], [Self.piece(id: "b", "2}")],
            ], [("f", Self.x), ("g", Self.y)])
    }

    @Test func `Later pieces with an empty id and no name, or an empty one`() throws {
        for name in [JSONValue.null, ""] {
            try expect(
                [[Self.piece(0, id: "a", name: "f", "{\"x\":")], [Self.piece(0, id: "", name: name, "1}")]],
                [("f", Self.x)])
        }
    }

    @Test func `Two calls whose pieces are interleaved by index`() throws {
        try expect(
            [
                [Self.piece(0, id: "a", name: "f", "{\"x\"")], [Self.piece(1, id: "b", name: "g", "{\"y\"")],
                [Self.piece(0, ":1}")], [Self.piece(1, ":2}")],
            ], [("f", Self.x), ("g", Self.y)])
    }

    @Test func `The id in the first piece, then the name without it`() throws {
        try expect(
            [[Self.piece(0, id: "a")], [Self.piece(0, name: "f", "{\"x\":")], [Self.piece(0, "1}")]], [("f", Self.x)])
    }

    @Test func `No id at all`() throws {
        try expect([[Self.piece(0, name: "f", "{\"x\":")], [Self.piece(0, "1}")]], [("f", Self.x)])
    }

    @Test func `No id, and the same function twice`() throws {
        try expect(
            [
                [Self.piece(0, name: "f", "{\"x\":")], [Self.piece(0, "1}")],
                [Self.piece(1, name: "f", "{\"y\":")], [Self.piece(1, "2}")],
            ], [("f", Self.x), ("f", Self.y)])
    }

    @Test func `Nothing but arguments go to the last call, and without one to a call without a name`() throws {
        try expect([[Self.piece(id: "a", name: "f", "{\"x\":")], [Self.piece(nil, "1}")]], [("f", Self.x)])
        try expect([[Self.piece(nil, Self.jsonText(Self.x))]], [("", Self.x)])
    }

    @Test func `Without an index a new id begins a new call`() throws {
        try expect(
            [
                [Self.piece(id: "a", name: "f", Self.jsonText(Self.x))],
                [Self.piece(id: "b", name: "f", Self.jsonText(Self.y))],
            ], [("f", Self.x), ("f", Self.y)])
    }

    @Test func `Without an index and an id the name of a call that is not complete continues it`() throws {
        try expect([[Self.piece(name: "f", "{\"x\":")], [Self.piece(name: "f", "1}")]], [("f", Self.x)])
    }

    @Test func `The same index with another id is another call`() throws {
        try expect(
            [
                [Self.piece(0, id: "a", name: "f", Self.jsonText(Self.x))],
                [Self.piece(0, id: "b", name: "g", Self.jsonText(Self.y))],
            ], [("f", Self.x), ("g", Self.y)])
    }

    @Test func `Whole calls in one chunk`() throws {
        try expect(
            [
                [
                    Self.piece(id: "a", name: "f", Self.jsonText(Self.x)),
                    Self.piece(id: "b", name: "g", Self.jsonText(Self.y)),
                ]
            ], [("f", Self.x), ("g", Self.y)])
    }

    @Test func `Arguments as an object are written as text`() throws {
        try expect([[Self.piece(0, id: "a", name: "f", ["x": 1])]], [("f", Self.x)])
    }

    @Test func `Arguments that are null are none`() throws {
        try expect([[Self.piece(0, id: "a", name: "f", .null)]], [("f", "{}")])
    }

    private static func jsonText(_ text: String) -> JSONValue { .string(text) }
}
