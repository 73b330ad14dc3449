/// A type whose form in JSON is known without decoding it.
protocol SchemaKnown {
    /// The schema of the type, and a sample of it.
    static func sampledSchema(
        _ recorder: SchemaRecorder, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Self>
}
