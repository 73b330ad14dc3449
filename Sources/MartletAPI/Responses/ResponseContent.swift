/// What a message says or a tool returns: plain text, or parts of several kinds.
public enum ResponseContent: Hashable, Sendable {
    case text(String)
    case parts([ResponseContentPart])

    /// The text: the whole, or the text of the parts joined without a separator.
    public var text: String {
        switch self {
        case .text(let text): text
        case .parts(let parts): parts.compactMap(\.text).joined()
        }
    }

    /// The parts; a plain text is one of them.
    public var parts: [ResponseContentPart] {
        switch self {
        case .text(let text): [.inputText(text)]
        case .parts(let parts): parts
        }
    }
}

extension ResponseContent: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .string: self = .text(try reader.readString())
        case .array:
            var parts: [ResponseContentPart] = []
            try reader.beginArray()
            while try reader.nextElement() { parts.append(try ResponseContentPart(reading: &reader)) }
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

extension ResponseContent: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: ResponseContentPart...) { self = .parts(elements) }
}
