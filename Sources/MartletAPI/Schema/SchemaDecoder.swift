/// A decoder that notes what is asked of it and answers with sample values.
struct SchemaDecoder: Decoder {
    let recorder: SchemaRecorder
    let node: SchemaNode
    let samples: SampleValues
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Whether nothing is there that may be absent: the way to a value of a type that contains itself.
    var isBare: Bool { recorder.isBare }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        node.becomeObject()
        return KeyedDecodingContainer(SchemaKeyedContainer<Key>(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        node.becomeArray()
        return SchemaUnkeyedContainer(decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SchemaSingleValueContainer(decoder: self)
    }

    /// The decoder of a value inside of this one.
    func nested(_ node: SchemaNode, at key: any CodingKey) -> SchemaDecoder {
        SchemaDecoder(recorder: recorder, node: node, samples: samples, codingPath: codingPath + [key])
    }

    /// Notes the type as that of this value, and answers with a sample of it.
    func value<Value: Decodable>(of type: Value.Type) throws(JSONSchemaError) -> Value {
        let sampled = try recorder.remembering { () throws(JSONSchemaError) in
            try recorder.schema(of: type, samples, at: codingPath)
        }
        node.add(sampled.schema)
        if let value = sampled.value { return value }
        return try recorder.remembering { () throws(JSONSchemaError) in
            throw JSONSchemaError(
                .noSample, type, at: codingPath,
                "it accepts none of the sample values, so what follows it cannot be found out. Give a schema")
        }
    }

    /// Notes the type as that of this value, which may be absent.
    func optionalValue<Value: Decodable>(of type: Value.Type) throws(JSONSchemaError) -> Value? {
        node.isOptional = true
        if isBare { return nil }
        let sampled = try recorder.remembering { () throws(JSONSchemaError) in
            try recorder.schema(of: type, samples, at: codingPath)
        }
        node.add(sampled.schema)
        return sampled.value
    }
}
