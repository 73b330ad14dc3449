// The standard library's own defaults for these types, which throw, would be taken instead of the generic functions.

extension SchemaKeyedContainer {
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try property(key).value(of: type) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try property(key).value(of: type) }

    func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
        try property(key).optionalValue(of: type)
    }

    func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
        try property(key).optionalValue(of: type)
    }
}

extension SchemaUnkeyedContainer {
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try next().value(of: type) }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try next().value(of: type) }
}

extension SchemaSingleValueContainer {
    func decode(_ type: Int128.Type) throws -> Int128 { try decoder.value(of: type) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try decoder.value(of: type) }
}
