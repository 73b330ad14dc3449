/// A place in the JSON that has no coding key of the type's own.
struct SchemaKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }

    /// Any element of an array.
    static let element = SchemaKey("[]")
}
