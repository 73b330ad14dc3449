/// What a message says: plain text, or parts of several kinds.
public enum ChatContent: Hashable, Sendable {
    case text(String)
    case parts([ContentPart])

    /// The text: of the message, or of its text parts joined without a separator.
    public var text: String {
        switch self {
        case .text(let text): text
        case .parts(let parts): parts.compactMap(\.text).joined()
        }
    }
}

extension ChatContent: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .string: self = .text(try reader.readString())
        case .array:
            var parts: [ContentPart] = []
            try reader.beginArray()
            while try reader.nextElement() { parts.append(try ContentPart(reading: &reader)) }
            self = .parts(parts)
        default: throw reader.mismatch("a string or an array of content parts")
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.value(text)
        case .parts(let parts): parts.write(to: &writer)
        }
    }
}

extension ChatContent: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: ContentPart...) { self = .parts(elements) }
}
