/// A JSON Schema: what the arguments of a tool, or an answer, must look like.
///
/// It is made from a type, or written down. No macro and no second description of a type is needed:
///
/// ```swift
/// struct WeatherQuery: Decodable {
///     enum Unit: String, CaseIterable, Decodable { case celsius, fahrenheit }
///     var city: String
///     var unit: Unit?
/// }
/// let schema = try JSONSchema(of: WeatherQuery.self)
/// ```
///
/// A type that conforms to ``JSONSchemaDescribed`` says what its properties mean.
public struct JSONSchema: Hashable, Sendable {
    /// The schema as JSON.
    public var value: JSONValue

    /// A schema that is already written down. It is passed on untouched.
    public init(_ value: JSONValue) {
        self.value = value
    }

    /// The schema of the JSON that a type is decoded from.
    ///
    /// The type is decoded once from sample values, and what it asks for is the schema: a property that it requires is
    /// required, one that may be absent is not. Names, order and nesting are those of its `Decodable` conformance, so
    /// coding keys and most hand-written initializers are followed. An initializer that tries one shape after another
    /// shows the first only; write the schema of such a type.
    ///
    /// | Swift | JSON Schema |
    /// | --- | --- |
    /// | `String`, `Bool` | `string`, `boolean` |
    /// | integers | `integer`; those without a sign have `minimum` 0 |
    /// | `Double`, `Float`, `Decimal` | `number` |
    /// | `[T]`, `Set<T>` | `array`; a set has `uniqueItems` |
    /// | `[String: T]` | `object` with the schema of `T` as `additionalProperties` |
    /// | `CaseIterable` enums with raw values | the raw values as `enum` |
    /// | `Date`, `URL`, `UUID` | `string` with the `format` `date-time`, `uri`, `uuid` |
    /// | `Data` | `string` with the `contentEncoding` `base64` |
    /// | ``JSONValue`` | `{}`, anything |
    /// | types that contain themselves | `$ref` into `$defs` |
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - strict: Whether the schema is one that OpenAI's strict mode accepts: every property is required, and those
    ///     that may be absent may be `null` instead. Keywords which that mode refuses (`uniqueItems`,
    ///     `contentEncoding`, the format `uri`) are left out. Default false.
    /// - Throws: ``JSONSchemaError``: an enum that is not `CaseIterable`, a type of which no sample can be made inside of
    ///   another, an enum with associated values, or what strict mode cannot express. An initializer that refuses the
    ///   samples of the outermost type is *not* an error.
    public init(of type: (some Decodable).Type, strict: Bool = false) throws(JSONSchemaError) {
        self.init(try SchemaRecorder(strict: strict).document(of: type))
    }
}

extension JSONSchema: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(.object(JSONObject(elements.lazy.map { (key: $0.0, value: $0.1) })))
    }
}
