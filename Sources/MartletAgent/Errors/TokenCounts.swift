import Martlet
import MartletAPI

/// The numbers that a platform names when a context is too long.
///
/// OpenAI: "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8000 in the
/// messages, 1000 in the completion)". llama.cpp: `{"n_prompt_tokens": 5000, "n_ctx": 4096}` beside the message.
/// Anthropic's and others' relays: "prompt is too long: 210000 tokens > 200000 maximum".
struct TokenCounts: Hashable {
    /// How many tokens the request needs; nil when nothing says so.
    var used: Int?
    /// How many the model's context has; nil when nothing says so.
    var maximum: Int?

    /// The numbers of an error; nil when it says nothing of a context that is too long.
    init?(in error: MartletError) {
        guard error.code == .contextLengthExceeded || Self.speaksOfContext(error) else { return nil }
        let body = (try? JSONValue(json: error.body)) ?? .null
        let object = body["error"] ?? body
        used = object["n_prompt_tokens"]?.intValue ?? Self.number(before: " tokens >", in: error.message)
        maximum = object["n_ctx"]?.intValue
        for lead in ["you requested ", "requested about ", "resulted in ", "your prompt contains ", "request has "] {
            used = used ?? Self.number(after: lead, in: error.message)
        }
        for lead in [
            "maximum context length is ", "context length is only ", "context size is ", "tokens > ", "limit of ",
        ] {
            maximum = maximum ?? Self.number(after: lead, in: error.message)
        }
        guard used == nil || maximum == nil else { return }
        // Any other sentence with exactly two numbers of tokens: the context is the smaller one, for it was exceeded.
        let numbers = Self.numbers(in: error.message)
        if numbers.count == 2, used == nil, maximum == nil {
            used = numbers.max()
            maximum = numbers.min()
        }
    }

    /// Some servers send no code: their words decide, but only of an error that is the request's fault.
    private static func speaksOfContext(_ error: MartletError) -> Bool {
        guard [.invalidRequest, .payloadTooLarge, .reportedByServer].contains(error.code) else { return false }
        if let code = error.serverCode, ["context_length", "string_above_max_length"].contains(code) { return true }
        let text = error.message.lowercased()
        return [
            "maximum context length", "context length exceeded", "exceeds the available context",
            "exceeds the context", "context window", "prompt is too long", "exceed context",
        ].contains { text.contains($0) }
    }

    private static func number(after lead: String, in text: String) -> Int? {
        guard let range = text.lowercased().firstRange(of: lead) else { return nil }
        let digits = text.lowercased()[range.upperBound...].prefix { $0.isASCII && ($0.isNumber || $0 == ",") }
        return Int(digits.filter { $0 != "," })
    }

    private static func number(before tail: String, in text: String) -> Int? {
        guard let range = text.firstRange(of: tail) else { return nil }
        let digits = text[..<range.lowerBound].reversed().prefix { $0.isASCII && ($0.isNumber || $0 == ",") }
        return Int(String(digits.reversed()).filter { $0 != "," })
    }

    private static func numbers(in text: String) -> [Int] {
        text.split { !($0.isASCII && $0.isNumber) }.compactMap { Int($0) }.filter { $0 > 15 }
    }
}
