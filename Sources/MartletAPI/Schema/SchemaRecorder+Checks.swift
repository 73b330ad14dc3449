extension SchemaRecorder {
    /// Adds what a type says about itself and its properties.
    func describe<Value>(
        _ schema: JSONValue, of type: Value.Type, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> JSONValue {
        guard let described = type as? any JSONSchemaDescribed.Type, case .object(var object) = schema else {
            return schema
        }
        if case .object(var properties)? = object["properties"], !isBare {
            for (name, text) in described.schemaDescriptions.sorted(by: { $0.key < $1.key }) {
                guard let property = properties[name] else {
                    throw JSONSchemaError(
                        .unknownProperty, type, at: path,
                        "schemaDescriptions describes '\(name)', and the type has no such property in JSON. "
                            + "Use the name of the coding key")
                }
                properties[name] = property.described(text)
            }
            object["properties"] = .object(properties)
        }
        return JSONValue.object(object).described(described.schemaDescription)
    }

    /// Refuses types whose form cannot be told from what they asked for.
    func checkForm<Value>(
        of type: Value.Type, _ value: Value?, _ node: SchemaNode, at path: [any CodingKey]
    ) throws(JSONSchemaError) {
        if type is any RawRepresentable.Type {
            // Its cases are the only values, and the schema would allow all.
            let isEnum = value.map { Mirror(reflecting: $0).displayStyle == .enum } ?? true
            guard !isEnum else {
                throw JSONSchemaError(
                    .unknownCases, type, at: path,
                    "which values it has is not known. Make it CaseIterable, or give a schema")
            }
        } else if value == nil, node.hasAnyKeys, !node.hasProperties, !isBare {
            throw JSONSchemaError(
                .unsupported, type, at: path,
                type is any CaseIterable.Type
                    ? "an enum without raw values has no simple form in JSON. Give it raw values, as in "
                        + "'enum \(type): String, CaseIterable'"
                    : "it reads whichever property is there, as enums with associated values do. Give a schema")
        }
    }
}
