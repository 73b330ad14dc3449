/// One block of what a thread's message says.
///
/// A block of a kind that is not modelled, or with members that are not, keeps its whole JSON and writes it back.
public enum ThreadContent: Hashable, Sendable {
    /// Text. The only kind that PixiGPT has.
    case text(ThreadText)
    /// Any other kind, such as OpenAI's `image_file` and `image_url`.
    case unknown(type: String?, payload: JSONValue)

    /// The text of a text block, also of one with members that are not modelled.
    public var text: String? {
        switch self {
        case .text(let text): text.value
        case .unknown(type: "text", let payload): payload["text"]?["value"]?.stringValue
        case .unknown: nil
        }
    }

    /// The block with another text; nil for a block that is no text.
    func replacingText(with text: String) -> ThreadContent? {
        switch self {
        case .text(var block):
            block.value = text
            return .text(block)
        case .unknown(type: "text", .object(var payload)):
            guard var block = payload["text"]?.objectValue, block["value"]?.stringValue != nil else { return nil }
            block["value"] = .string(text)
            payload["text"] = .object(block)
            return .unknown(type: "text", payload: .object(payload))
        case .unknown: return nil
        }
    }
}

extension ThreadContent: JSONConvertible {
    /// Reads a block. A bare text among the blocks is a text block.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let payload = try reader.readValue()
        if case .string(let text) = payload {
            self = .text(ThreadText(text))
        } else if payload["type"]?.stringValue == "text", payload.objectValue?.count == 2, let text = payload["text"],
            let block = try? ThreadText(json: text.jsonBytes())
        {
            self = .text(block)
        } else {
            self = .unknown(type: payload["type"]?.stringValue, payload: payload)
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text):
            writer.object { writer in
                writer.field("type", "text")
                writer.field("text", text)
            }
        case .unknown(_, let payload): payload.write(to: &writer)
        }
    }
}
