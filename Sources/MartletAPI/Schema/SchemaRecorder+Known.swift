extension SchemaRecorder {
    /// The schema of a type whose form in JSON is known without decoding it; nil for others.
    func known<Value: Decodable>(
        _ type: Value.Type, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Value>? {
        guard let known = type as? any SchemaKnown.Type else { return nil }
        return try open(known, samples, at: path) as? SampledSchema<Value>
    }

    private func open<Known: SchemaKnown>(
        _ type: Known.Type, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> Any {
        try type.sampledSchema(self, samples, at: path)
    }

    /// The schema of a type that lists its raw values, or that reads itself from any JSON; nil for others.
    func enumeration<Value: Decodable>(
        _ type: Value.Type, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Value>? {
        if let type = type as? any (CaseIterable & RawRepresentable).Type {
            return try cases(of: type, at: path) as? SampledSchema<Value>
        }
        guard let type = type as? any JSONConvertible.Type else { return nil }
        try requireLoose(type, at: path, "its JSON is not described by a schema")
        return wire(type) as? SampledSchema<Value>
    }

    /// The raw values of all cases; nil when they are neither strings nor numbers.
    private func cases<Enumeration: CaseIterable & RawRepresentable>(
        of type: Enumeration.Type, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> Any? {
        var values: [JSONValue] = []
        var names: Set<String> = []
        for element in type.allCases {
            switch element.rawValue {
            case let text as String:
                values.append(.string(text))
                names.insert("string")
            case let integer as any BinaryInteger:
                guard let integer = Int(exactly: integer) else { return nil }
                values.append(.integer(integer))
                names.insert("integer")
            case let number as any BinaryFloatingPoint:
                values.append(.number(Double(number)))
                names.insert("number")
            default: return nil
            }
        }
        guard let name = names.first, names.count == 1 else {
            throw JSONSchemaError(.unknownCases, type, at: path, "it has no cases. Give it some, or give a schema")
        }
        let schema: JSONValue = ["type": .string(name), "enum": .array(values)]
        return SampledSchema(schema: schema, value: type.allCases.first)
    }

    /// Any JSON: the wire types of this package keep what they do not know.
    private func wire<Wire: JSONConvertible>(_ type: Wire.Type) -> Any {
        SampledSchema(schema: [:], value: (try? Wire(json: "{}")) ?? (try? Wire(json: "\"\"")))
    }

    /// Refuses, in strict mode, a type that strict mode has no schema for.
    func requireLoose(
        _ type: any Any.Type, at path: [any CodingKey], _ reason: String
    ) throws(JSONSchemaError) {
        guard isStrict else { return }
        throw JSONSchemaError(
            .notStrict, type, at: path,
            "strict mode cannot express it: \(reason). Use strict: false, or another type")
    }
}
