extension JSONValue {
    /// The schema of the same values and of `null`.
    var orNull: JSONValue {
        guard case .object(var schema) = self else { return self }
        let null: JSONValue = ["type": "null"]
        switch (schema["type"], schema["anyOf"]) {
        case (.string(let type)?, _) where schema["enum"] == nil:
            if type == "null" { return self }
            schema["type"] = [.string(type), "null"]
            return .object(schema)
        case (.array(let types)?, _):
            if types.contains("null") { return self }
        case (nil, .array(let choices)?) where schema.count == 1:
            return choices.contains(null) ? self : ["anyOf": .array(choices + [null])]
        default:
            if schema.isEmpty { return self }
        }
        return ["anyOf": [self, null]]
    }

    /// The schema with a description, which replaces one that it has.
    func described(_ text: String?) -> JSONValue {
        guard let text, case .object(var schema) = self else { return self }
        // JSON Schema up to draft 7: "All other properties in a "$ref" object MUST be ignored." OpenAI refuses them.
        if schema["$ref"] != nil { return ["anyOf": [self], "description": .string(text)] }
        schema["description"] = .string(text)
        return .object(schema)
    }
}
