extension Optional: SchemaKnown where Wrapped: Decodable {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Wrapped?> {
        if recorder.isBare { return SampledSchema(schema: [:], value: .some(nil)) }
        let wrapped = try recorder.schema(of: Wrapped.self, samples, at: path)
        return SampledSchema(schema: wrapped.schema.orNull, value: .some(wrapped.value))
    }
}

extension Array: SchemaKnown where Element: Decodable {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<[Element]> {
        if recorder.isBare { return SampledSchema(schema: [:], value: []) }
        let element = try recorder.schema(of: Element.self, samples, at: path + [SchemaKey.element])
        let sample = samples.isFilled ? element.value.map { [$0] } : nil
        return SampledSchema(schema: ["type": "array", "items": element.schema], value: sample ?? [])
    }
}

extension Set: SchemaKnown where Element: Decodable {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Set<Element>> {
        let array = try [Element].sampledSchema(recorder, samples, at: path)
        guard case .object(var schema) = array.schema else { return SampledSchema(schema: array.schema, value: []) }
        if !recorder.isStrict { schema["uniqueItems"] = true }
        return SampledSchema(schema: .object(schema), value: array.value.map { Set($0) })
    }
}

extension Dictionary: SchemaKnown where Key: Decodable, Value: Decodable {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<[Key: Value]> {
        // The keys that dictionaries write as those of an object; others become an array of keys and values in turn.
        guard Key.self == String.self || Key.self == Int.self || Key.self is any CodingKeyRepresentable.Type else {
            throw JSONSchemaError(
                .unsupported, Self.self, at: path,
                "the keys of the dictionary are not strings. Use String keys, or make the key CodingKeyRepresentable")
        }
        if recorder.isBare { return SampledSchema(schema: [:], value: [:]) }
        try recorder.requireLoose(Self.self, at: path, "a dictionary has properties of any name")
        let value = try recorder.schema(of: Value.self, samples, at: path + [SchemaKey("*")])
        return SampledSchema(schema: ["type": "object", "additionalProperties": value.schema], value: [:])
    }
}
