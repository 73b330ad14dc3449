/// A type that explains itself and its properties to a model.
///
/// ```swift
/// extension WeatherQuery: JSONSchemaDescribed {
///     static let schemaDescriptions = ["city": "City and country, such as 'Oslo, Norway'"]
/// }
/// ```
public protocol JSONSchemaDescribed {
    /// What the type is; the `description` of its schema. Default nil.
    static var schemaDescription: String? { get }
    /// What the properties are, by their names in JSON. Default none. A name that the type does not have is a
    /// ``JSONSchemaError`` when the schema is made.
    static var schemaDescriptions: [String: String] { get }
}

extension JSONSchemaDescribed {
    public static var schemaDescription: String? { nil }
    public static var schemaDescriptions: [String: String] { [:] }
}
