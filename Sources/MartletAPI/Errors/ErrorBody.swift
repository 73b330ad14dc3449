/// The body of an error answer, as far as it can be understood.
///
/// OpenAI, PixiGPT: `{"error":{"message","type","param","code"}}`. GravixLayer: `{"error":"…","code":…}`. FastAPI:
/// `{"detail":…}`. Google sends an array with one object. A proxy sends HTML, a crash sends nothing. Reading never fails:
/// what cannot be understood is the message as it stands.
public struct ErrorBody: Hashable, Sendable {
    /// What the server says, for people. Never empty unless the body was.
    public var message: String
    /// The kind of error: `invalid_request_error`, `rate_limit_error`, …
    public var type: String?
    /// The error itself: `insufficient_quota`, `context_length_exceeded`, …; a number as its text.
    public var code: String?
    /// The request's parameter that is at fault.
    public var parameter: String?
    /// The whole error object, for what is not modelled.
    public var details: JSONValue?

    /// Creates an error body.
    public init(message: String, type: String? = nil, code: String? = nil, parameter: String? = nil) {
        self.message = message
        self.type = type
        self.code = code
        self.parameter = parameter
    }

    /// Understands the body of an answer with an error status. Never fails.
    public init(parsing body: some Sequence<UInt8>) {
        let bytes = Array(body)
        let value = try? JSONValue(json: bytes)
        if let value, let understood = Self(value) {
            self = understood
        } else if let text = value?.stringValue, !text.allSatisfy(\.isWhitespace) {
            self.init(message: text)
        } else {
            self.init(message: Self.readable(bytes))
        }
    }

    /// The error in a value, if it has one of the known forms.
    public init?(_ value: JSONValue) {
        switch value {
        case .array(let values):
            guard let first = values.first, let understood = Self(first) else { return nil }
            self = understood
            details = value
        case .object(let body):
            guard let understood = Self(body) else { return nil }
            self = understood
        case .null, .bool, .integer, .number, .string: return nil
        }
    }

    private init?(_ body: JSONObject) {
        switch body["error"] {
        case .object(let error)?:
            let message = Self.message(of: error) ?? Self.message(of: body) ?? Self.jsonText(.object(error))
            self.init(message, of: error, in: body)
            details = .object(error)
        case .string(let text)?:
            // With Spring, NestJS and OAuth `error` only names the kind, and another member says what is wrong.
            var message = Self.message(of: body) ?? ""
            if message.isEmpty || message == text {
                message = text.isEmpty ? Self.jsonText(.object(body)) : text
            } else if !text.isEmpty {
                message = "\(text): \(message)"
            }
            self.init(message, of: body, in: body)
            details = .object(body)
        case .array(let errors)?:
            guard let first = errors.first else { return nil }
            var single = body
            single["error"] = first
            guard let understood = Self(single) else { return nil }
            self = understood
            details = .array(errors)
        case nil, .null?, .bool?, .integer?, .number?:
            guard let message = Self.message(of: body) else { return nil }
            self.init(message, of: body, in: body)
            details = .object(body)
        }
    }

    private init(_ message: String, of error: JSONObject, in body: JSONObject) {
        func scalar(_ keys: String...) -> String? {
            keys.lazy.compactMap { Self.scalar(error[$0]) ?? Self.scalar(body[$0]) }.first
        }
        self.init(
            message: message, type: scalar("type", "error_type"), code: scalar("code"),
            parameter: Self.scalar(error["param"]))
        // Google calls the code of an error `status` and puts the HTTP status into `code`.
        if code == nil || error["code"]?.intValue != nil, let status = Self.scalar(error["status"]) { code = status }
    }

    /// The message of an error object under the names that servers give it.
    private static func message(of object: JSONObject) -> String? {
        for key in ["message", "detail", "error_description", "msg", "title", "reason"] {
            switch object[key] {
            case .string(let text)? where !text.isEmpty: return text
            // FastAPI's validation errors: [{"loc": […], "msg": "…"}].
            case .array(let problems)? where !problems.isEmpty:
                let texts = problems.compactMap { $0["msg"]?.stringValue ?? $0.stringValue }
                return texts.isEmpty ? jsonText(.array(problems)) : texts.joined(separator: "; ")
            case .object(let inner)?: return message(of: inner) ?? jsonText(.object(inner))
            default: continue
            }
        }
        return nil
    }

    private static func scalar(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text.isEmpty ? nil : text
        case .integer(let integer)?: String(integer)
        case .number(let double)?: double.description
        case nil, .null?, .bool?, .array?, .object?: nil
        }
    }

    private static func jsonText(_ value: JSONValue) -> String {
        (try? value.jsonText()) ?? ""
    }

    /// The body as text; of a web page the title is enough.
    private static func readable(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.drop(while: \.isWhitespace)
        let trimmed = words.lastIndex { !$0.isWhitespace }.map { String(words[...$0]) } ?? ""
        guard trimmed.first == "<", let title = title(ofPage: Array(trimmed.utf8)) else { return trimmed }
        let line = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.isEmpty ? trimmed : "web page: " + line
    }

    private static func title(ofPage bytes: [UInt8]) -> String? {
        func position(of tag: StaticString, from start: Int) -> Int? {
            let tag = Array(tag.description.utf8)
            guard bytes.count >= tag.count else { return nil }
            return (start...max(start, bytes.count - tag.count)).first { offset in
                offset + tag.count <= bytes.count
                    // ASCII letters differ in one bit between their cases.
                    && tag.indices.allSatisfy { bytes[offset + $0] | 0x20 == tag[$0] | 0x20 }
            }
        }
        guard let open = position(of: "<title>", from: 0),
            let close = position(of: "</title>", from: open)
        else { return nil }
        return String(decoding: bytes[(open + 7)..<close], as: UTF8.self)
    }
}

extension ErrorBody {
    /// The body that every client of the known platforms can read: OpenAI's and PixiGPT's error object, with
    /// GravixLayer's `code` beside it.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("error")
            writer.object { writer in
                writer.field("message", message)
                writer.field("type", type ?? "invalid_request_error")
                writer.fieldOrNull("param", parameter)
                writer.fieldOrNull("code", code)
                if case .object(let details)? = details {
                    var extra = details
                    for key in ["error", "message", "type", "param", "code"] { extra[key] = nil }
                    writer.fields(extra)
                }
            }
            writer.field("code", code)
        }
    }
}
