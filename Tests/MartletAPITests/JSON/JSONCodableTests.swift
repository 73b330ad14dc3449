import Foundation
import MartletAPI
import Testing

@Suite struct JSONCodableTests {
    @Test func `any value survives Foundation's coders`() throws {
        let value: JSONValue = [
            "null": nil, "true": true, "false": false, "zero": 0, "one": 1, "max": .integer(.max),
            "min": .integer(.min), "half": 0.5,
            "string": "é\n\u{0}😀", "empty": [], "none": [:], "nested": [["a": [1, 2.5, "x", nil]]],
        ]
        #expect(try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value)) == value)
    }

    @Test func `T62 integers and booleans stay what they are in Foundation's coders`() throws {
        let schema: JSONValue = ["minimum": 1, "exclusive": true, "maximum": 10, "default": 0]
        let text = String(decoding: try encoder.encode(schema), as: UTF8.self)
        #expect(text == #"{"default":0,"exclusive":true,"maximum":10,"minimum":1}"#)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == schema)
    }

    @Test func `a wire type is encoded as its own JSON`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [.user("a")])
        request.maxTokens = 5
        let text = String(decoding: try encoder.encode(request), as: UTF8.self)
        #expect(text == #"{"max_tokens":5,"messages":[{"content":"a","role":"user"}],"model":"m"}"#)
    }

    @Test func `a key strategy of the foreign coder changes no names`() throws {
        let encoder = encoder
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let tool = ToolDefinition.function(
            "f", parameters: ["additionalProperties": false, "max_items": 1, "maxItems": 2])
        let data = try encoder.encode(["myTool": tool])
        #expect(String(decoding: data, as: UTF8.self).contains(#""additionalProperties":false"#))
        #expect(try decoder.decode([String: ToolDefinition].self, from: data) == ["myTool": tool])
    }

    @Test func `identifiers are strings`() throws {
        #expect(try JSONDecoder().decode([ModelID].self, from: Data(#"["a"]"#.utf8)) == ["a"])
        #expect(String(decoding: try encoder.encode([FinishReason.stop]), as: UTF8.self) == #"["stop"]"#)
    }

    @Test func `what does not fit is a decoding error with the reason`() throws {
        let error = try #require(throws: DecodingError.self) {
            try JSONDecoder().decode([Model].self, from: Data(#"[{"name":"m"}]"#.utf8))
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("another error: \(error)")
            return
        }
        #expect(context.codingPath.map(\.intValue) == [0])
        #expect((context.underlyingError as? JSONError)?.code == .missingField)
    }

    @Test func `what cannot be written is an encoding error`() throws {
        var request = ChatCompletionRequest(model: "m", messages: [])
        request.topP = .nan
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(request) }
    }

    private var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
