/// The text of a text block in a thread's message.
public struct ThreadText: JSONConvertible, Hashable, ExpressibleByStringLiteral {
    /// The text.
    public var value: String
    /// Citations and the like; of many types, kept as they come.
    public var annotations: [JSONValue]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a text.
    public init(_ value: String, annotations: [JSONValue] = []) {
        self.value = value
        self.annotations = annotations
    }

    public init(stringLiteral value: String) { self.init(value) }

    /// Reads `{"value": …, "annotations": […]}`, or a bare text.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init("")
        if try reader.peek() == .string {
            value = try reader.readString()
            return
        }
        var hasValue = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "value": hasValue = try reader.readField(key, into: &value, keepingIn: &additionalProperties)
            case "annotations": try reader.readField(key, into: &annotations, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasValue else { throw JSONError(code: .missingField, message: "'value' is required, as a text") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("value", value)
            writer.field("annotations", annotations)
        }
    }
}
