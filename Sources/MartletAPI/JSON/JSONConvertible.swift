/// A type that reads and writes itself as JSON without an intermediate tree.
///
/// Every wire type of this package conforms. `Codable` comes with it: inside a foreign encoder or decoder the value
/// travels as a ``JSONValue``, so that there is one description of the type's JSON and not two that drift apart.
public protocol JSONConvertible: JSONFieldValue, Codable {
    /// Reads the value that is next.
    ///
    /// - Throws: ``JSONError`` with ``JSONError/Code/typeMismatch`` when the value is of another JSON type,
    ///   ``JSONError/Code/missingField`` when a field without which the message means nothing is absent, and the codes
    ///   for text that is not JSON. Unknown members and unknown values of open enums are *not* errors.
    init(reading reader: inout JSONReader) throws(JSONError)
}

extension JSONConvertible {
    /// Reads the value if it is of this type; one that is not, or that lacks what it cannot do without, stays unread.
    public static func readField(from reader: inout JSONReader) throws(JSONError) -> Self? {
        let start = reader.mark
        do throws(JSONError) {
            return try Self(reading: &reader)
        } catch  where error.code == .typeMismatch || error.code == .missingField {
            reader.rewind(to: start)
            return nil
        }
    }

    /// Decodes one JSON text.
    ///
    /// - Throws: ``JSONError``.
    public init(json bytes: some Sequence<UInt8>) throws(JSONError) {
        self = try JSONReader.read(bytes) { (reader) throws(JSONError) in try Self(reading: &reader) }
    }

    /// Decodes one JSON text.
    ///
    /// - Throws: ``JSONError``.
    public init(json text: String) throws(JSONError) {
        try self.init(json: text.utf8)
    }

    /// The value as one JSON text in UTF-8.
    ///
    /// - Throws: ``JSONError`` with ``JSONError/Code/notANumber`` when a property holds NaN or an infinity.
    public func jsonBytes() throws(JSONError) -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return try writer.finish()
    }

    /// The value as one JSON text.
    ///
    /// - Throws: ``JSONError`` with ``JSONError/Code/notANumber`` when a property holds NaN or an infinity.
    public func jsonText() throws(JSONError) -> String {
        String(decoding: try jsonBytes(), as: UTF8.self)
    }

    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        do throws(JSONError) {
            try self.init(json: try value.jsonBytes())
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(json: try jsonBytes())
        } catch {
            throw EncodingError.invalidValue(
                self,
                .init(codingPath: encoder.codingPath, debugDescription: error.description, underlyingError: error))
        }
        try value.encode(to: encoder)
    }
}
