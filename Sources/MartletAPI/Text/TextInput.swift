/// What a completion continues, or what is to be embedded: one text or several.
///
/// On the wire a string or an array of strings; other forms, such as arrays of tokens, are kept as they came.
public enum TextInput: Hashable, Sendable {
    /// One text.
    case text(String)
    /// Several texts, each taken by itself.
    case texts([String])
    /// A form that is not modelled.
    case unknown(JSONValue)

    /// The texts; nil for a form that is not modelled.
    public var texts: [String]? {
        switch self {
        case .text(let text): [text]
        case .texts(let texts): texts
        case .unknown: nil
        }
    }
}

extension TextInput: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        if let text = value.stringValue {
            self = .text(text)
        } else if let array = value.arrayValue, let texts = array.strings {
            self = .texts(texts)
        } else {
            self = .unknown(value)
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.value(text)
        case .texts(let texts): texts.write(to: &writer)
        case .unknown(let value): value.write(to: &writer)
        }
    }
}

extension TextInput: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: String...) { self = .texts(elements) }
}

extension [JSONValue] {
    /// The elements, if all of them are strings.
    var strings: [String]? {
        var result: [String] = []
        for element in self {
            guard let string = element.stringValue else { return nil }
            result.append(string)
        }
        return result
    }
}
