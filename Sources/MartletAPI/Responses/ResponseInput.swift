/// What a model gets: a text, which is a message of the user, or items.
public enum ResponseInput: Hashable, Sendable {
    case text(String)
    case items([ResponseItem])

    /// The items; a text is a message of the user.
    public var items: [ResponseItem] {
        switch self {
        case .text(let text): [.user(text)]
        case .items(let items): items
        }
    }
}

extension ResponseInput: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .string: self = .text(try reader.readString())
        case .array:
            var items: [ResponseItem] = []
            try reader.beginArray()
            while try reader.nextElement() { items.append(try ResponseItem(reading: &reader)) }
            self = .items(items)
        default: throw reader.mismatch("a string or an array of items")
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.value(text)
        case .items(let items): items.write(to: &writer)
        }
    }
}

extension ResponseInput: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: ResponseItem...) { self = .items(elements) }
}
