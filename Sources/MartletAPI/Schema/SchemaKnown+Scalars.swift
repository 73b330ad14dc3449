extension String: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<String> {
        SampledSchema(schema: ["type": "string"], value: samples.text)
    }
}

extension Bool: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<Bool> {
        SampledSchema(schema: ["type": "boolean"], value: samples.flag)
    }
}

extension SchemaKnown where Self: FixedWidthInteger {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<Self> {
        let schema: JSONValue = isSigned ? ["type": "integer"] : ["type": "integer", "minimum": 0]
        return SampledSchema(schema: schema, value: Self(clamping: samples.integer))
    }
}

extension Int: SchemaKnown {}
extension Int8: SchemaKnown {}
extension Int16: SchemaKnown {}
extension Int32: SchemaKnown {}
extension Int64: SchemaKnown {}
extension Int128: SchemaKnown {}
extension UInt: SchemaKnown {}
extension UInt8: SchemaKnown {}
extension UInt16: SchemaKnown {}
extension UInt32: SchemaKnown {}
extension UInt64: SchemaKnown {}
extension UInt128: SchemaKnown {}

extension SchemaKnown where Self: BinaryFloatingPoint {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) -> SampledSchema<Self> {
        SampledSchema(schema: ["type": "number"], value: Self(samples.number))
    }
}

extension Double: SchemaKnown {}
extension Float: SchemaKnown {}

extension JSONValue: SchemaKnown {
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<JSONValue> {
        try recorder.requireLoose(Self.self, at: path, "it may be anything")
        return SampledSchema(schema: [:], value: .null)
    }
}
