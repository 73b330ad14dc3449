import MartletAPI

/// JSON for people: two spaces of indentation, members in their order.
enum PrettyJSON {
    /// A value as text over several lines, without a line feed at the end.
    static func text(_ value: JSONValue) -> String {
        var text = ""
        write(value, indent: "", to: &text)
        return text
    }

    /// A JSON text indented; nil when it is none.
    static func text(json: some Sequence<UInt8>) -> String? {
        (try? JSONValue(json: json)).map(text)
    }

    private static func write(_ value: JSONValue, indent: String, to text: inout String) {
        let inner = indent + "  "
        switch value {
        case .object(let object) where !object.isEmpty:
            text += "{\n"
            for (index, (key, member)) in object.enumerated() {
                text += "\(index == 0 ? "" : ",\n")\(inner)\(scalar(.string(key))): "
                write(member, indent: inner, to: &text)
            }
            text += "\n\(indent)}"
        case .array(let array) where !array.isEmpty:
            text += "[\n"
            for (index, element) in array.enumerated() {
                text += "\(index == 0 ? "" : ",\n")\(inner)"
                write(element, indent: inner, to: &text)
            }
            text += "\n\(indent)]"
        default: text += scalar(value)
        }
    }

    private static func scalar(_ value: JSONValue) -> String {
        // Only a number that JSON cannot express has no text.
        (try? value.jsonText()) ?? "null"
    }
}
