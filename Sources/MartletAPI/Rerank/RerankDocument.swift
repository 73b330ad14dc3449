/// A document to be sorted: a text, or, as Cohere and Jina have it, an object with one.
public struct RerankDocument: JSONConvertible, Hashable, ExpressibleByStringLiteral {
    /// The text.
    public var text: String
    /// The object that the text came in; nil for a bare text. Written back with it.
    public var object: JSONObject?

    /// A bare text.
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { self.init(value) }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.readValue() {
        case .string(let text): self.init(text)
        case .object(let object):
            guard let text = object["text"]?.stringValue else { throw reader.mismatch("a text, or an object with one") }
            self.init(text)
            self.object = object
        default: throw reader.mismatch("a text, or an object with one")
        }
    }

    public func write(to writer: inout JSONWriter) {
        guard var object else { return writer.value(text) }
        object["text"] = .string(text)
        writer.value(object)
    }
}
