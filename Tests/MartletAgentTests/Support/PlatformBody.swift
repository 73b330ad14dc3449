import MartletAPI

/// Bodies that a platform answers with.
enum PlatformBody {
    /// A whole answer with a text.
    static func reply(_ text: String, usage: (prompt: Int, completion: Int, total: Int)? = nil) -> String {
        var body: JSONObject = [
            "id": "chatcmpl-1", "model": "scripted",
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]
            ],
        ]
        if let usage {
            body["usage"] = [
                "prompt_tokens": .integer(usage.prompt), "completion_tokens": .integer(usage.completion),
                "total_tokens": .integer(usage.total),
            ]
        }
        return json(.object(body))
    }

    /// A whole answer that asks for tools; the arguments are JSON text.
    static func calls(
        _ calls: (id: String, name: String, arguments: String)..., content: JSONValue = .null,
        finish: JSONValue = "tool_calls"
    ) -> String {
        let calls = calls.map { call -> JSONValue in
            [
                "id": .string(call.id), "type": "function",
                "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
            ]
        }
        return json([
            "id": "chatcmpl-1", "model": "scripted",
            "choices": [
                [
                    "index": 0, "message": ["role": "assistant", "content": content, "tool_calls": .array(calls)],
                    "finish_reason": finish,
                ]
            ],
        ])
    }

    // MARK: Streams

    /// An event with a piece of the text.
    static func text(_ text: String) -> String { delta(["content": .string(text)]) }

    /// An event with pieces of tool calls, each written as JSON.
    static func toolCalls(_ pieces: JSONValue...) -> String { delta(["tool_calls": .array(pieces)]) }

    /// An event with a delta.
    static func delta(_ delta: JSONValue) -> String {
        event(["id": "c", "choices": [["index": 0, "delta": delta]]])
    }

    /// The event that ends the answer.
    static func finish(_ reason: String) -> String {
        event(["id": "c", "choices": [["index": 0, "delta": [:], "finish_reason": .string(reason)]]])
    }

    /// The event with the usage.
    static func usage(_ prompt: Int, _ completion: Int) -> String {
        event([
            "id": "c", "choices": [],
            "usage": [
                "prompt_tokens": .integer(prompt), "completion_tokens": .integer(completion),
                "total_tokens": .integer(prompt + completion),
            ],
        ])
    }

    static let done = "data: [DONE]\n\n"

    static func event(_ value: JSONValue) -> String { "data: \(json(value))\n\n" }

    private static func json(_ value: JSONValue) -> String { (try? value.jsonText()) ?? "" }
}
