/// Notes the properties that are asked for.
struct SchemaKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: SchemaDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        decoder.node.hasAnyKeys = true
        return []
    }

    func property(_ key: any CodingKey) -> SchemaDecoder {
        decoder.nested(decoder.node.property(key.stringValue), at: key)
    }

    func contains(_ key: Key) -> Bool {
        property(key).node.isOptional = true
        return !decoder.isBare
    }

    func decodeNil(forKey key: Key) -> Bool {
        // After `contains` this is the default decoding of an optional, which the property's absence says as well.
        let node = property(key).node
        if !node.isOptional { node.isNullable = true }
        return decoder.isBare
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try property(key).value(of: type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try property(key).optionalValue(of: type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedDecodingContainer<Nested> {
        property(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
        property(key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { property(SchemaKey("super")) }
    func superDecoder(forKey key: Key) -> any Decoder { property(key) }
}
