/// The form that an answer must have.
public enum ResponseFormat: Hashable, Sendable {
    /// Free text, the default.
    case text
    /// Some JSON object; the prompt must ask for it too.
    case jsonObject
    /// JSON that follows a schema.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - schema: A JSON Schema, passed on untouched.
    ///   - strict: Whether the schema must be followed to the letter.
    case jsonSchema(name: String, schema: JSONValue, description: String? = nil, strict: Bool? = nil)
    /// A format that is not modelled, kept as it came.
    case unknown(JSONValue)
}

extension ResponseFormat: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        self = .unknown(value)
        guard let object = value.objectValue else { throw reader.mismatch("an object") }
        switch (object["type"]?.stringValue, object.count) {
        case ("text", 1): self = .text
        case ("json_object", 1): self = .jsonObject
        case ("json_schema", 2):
            guard let format = object["json_schema"]?.objectValue, let name = format["name"]?.stringValue,
                let schema = format["schema"]
            else { return }
            // Modelled only when that loses nothing but nulls.
            let isModelled = format.allSatisfy { key, value in
                switch key {
                case "name", "schema": true
                case "description": value.isNull || value.stringValue != nil
                case "strict": value.isNull || value.boolValue != nil
                default: false
                }
            }
            guard isModelled else { return }
            self = .jsonSchema(
                name: name, schema: schema, description: format["description"]?.stringValue,
                strict: format["strict"]?.boolValue)
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
                writer.name("json_schema")
                writer.object { writer in
                    writer.field("name", name)
                    writer.field("description", description)
                    writer.field("schema", schema)
                    writer.field("strict", strict)
                }
            }
        case .unknown(let value): value.write(to: &writer)
        }
    }
}
