/// The form that the text of an answer must have.
///
/// Unlike ``ResponseFormat`` of chat completions, a schema's members lie beside its `type`.
public enum ResponseTextFormat: Hashable, Sendable {
    /// Any text.
    case text
    /// One JSON object.
    case jsonObject
    /// JSON that follows a schema.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - schema: A JSON Schema. Passed on untouched.
    ///   - description: What the form is for; the model reads this.
    ///   - strict: Whether the answer must follow the schema to the letter.
    case jsonSchema(name: String, schema: JSONValue, description: String? = nil, strict: Bool? = nil)
    /// Any other form, kept as it came.
    case unknown(JSONValue)
}

extension ResponseTextFormat: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        self = .unknown(value)
        guard let object = value.objectValue else { throw reader.mismatch("an object") }
        switch (object["type"]?.stringValue, object.count) {
        case ("text", 1): self = .text
        case ("json_object", 1): self = .jsonObject
        case ("json_schema", _):
            guard let name = object["name"]?.stringValue, let schema = object["schema"] else { return }
            // Modelled only when that loses nothing but nulls.
            let isModelled = object.allSatisfy { key, value in
                switch key {
                case "type", "name", "schema": true
                case "description": value.isNull || value.stringValue != nil
                case "strict": value.isNull || value.boolValue != nil
                default: false
                }
            }
            guard isModelled else { return }
            self = .jsonSchema(
                name: name, schema: schema, description: object["description"]?.stringValue,
                strict: object["strict"]?.boolValue)
        default: return
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .text: writer.value(["type": "text"] as JSONObject)
        case .jsonObject: writer.value(["type": "json_object"] as JSONObject)
        case .jsonSchema(let name, let schema, let description, let strict):
            writer.object { writer in
                writer.field("type", "json_schema")
                writer.field("name", name)
                writer.field("description", description)
                writer.field("schema", schema)
                writer.field("strict", strict)
            }
        case .unknown(let value): value.write(to: &writer)
        }
    }
}
