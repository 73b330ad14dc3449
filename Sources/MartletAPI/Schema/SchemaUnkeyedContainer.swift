/// Notes the elements that are asked for, all as one.
///
/// It ends after one element for those who ask. For those who do not it goes on, though not for ever.
struct SchemaUnkeyedContainer: UnkeyedDecodingContainer {
    /// More than any initializer takes by hand.
    private static let elementLimit = 64

    let decoder: SchemaDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    private(set) var currentIndex = 0

    init(decoder: SchemaDecoder) { self.decoder = decoder }

    var count: Int? {
        decoder.node.hasAnyCount = true
        return decoder.isBare ? 0 : 1
    }

    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    mutating func next() throws -> SchemaDecoder {
        guard currentIndex < Self.elementLimit else {
            // An initializer that reads until it fails.
            decoder.node.hasAnyCount = true
            throw DecodingError.valueNotFound(
                Any.self, .init(codingPath: codingPath, debugDescription: "The array has no more elements."))
        }
        currentIndex += 1
        decoder.node.tookElements(currentIndex)
        return decoder.nested(decoder.node.becomeArray(), at: SchemaKey.element)
    }

    mutating func decodeNil() -> Bool {
        decoder.node.becomeArray().isNullable = true
        return false
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next().value(of: type)
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try next() }
}
