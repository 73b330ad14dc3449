/// Notes the type that is asked for as the whole value.
struct SchemaSingleValueContainer: SingleValueDecodingContainer {
    let decoder: SchemaDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool {
        decoder.node.isNullable = true
        return decoder.isBare
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoder.value(of: type)
    }
}
