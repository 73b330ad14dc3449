/// What OpenAI's moderation classifies: a text, several texts, or the parts of one message.
public enum ModerationInput: Hashable, Sendable {
    /// One text.
    case text(String)
    /// Several texts, each classified by itself.
    case texts([String])
    /// Texts and images that are classified together, with one result.
    case parts([ContentPart])
    /// A form that is not modelled.
    case unknown(JSONValue)

    /// How many results there are to be; nil for a form that is not modelled.
    public var resultCount: Int? {
        switch self {
        case .text, .parts: 1
        case .texts(let texts): texts.count
        case .unknown: nil
        }
    }
}

extension ModerationInput: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        if let text = value.stringValue {
            self = .text(text)
        } else if let array = value.arrayValue, let texts = array.strings {
            self = .texts(texts)
        } else if let array = value.arrayValue, array.allSatisfy({ $0.objectValue != nil }) {
            self = .parts(array.map { ContentPart($0) })
        } else {
            self = .unknown(value)
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.value(text)
        case .texts(let texts): texts.write(to: &writer)
        case .parts(let parts): parts.write(to: &writer)
        case .unknown(let value): value.write(to: &writer)
        }
    }
}

extension ModerationInput: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: String...) { self = .texts(elements) }
}
