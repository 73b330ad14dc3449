import MartletAPI

/// A configuration whose fields go by names: in files, in dictionaries, on the command line.
protocol ConfigurationFields: Sendable {
    static var fields: [ConfigurationField<Self>] { get }
    func validated() throws(ConfigurationError) -> Self
}

extension ConfigurationFields {
    /// The fields' names.
    static var names: [String] { fields.map(\.name) }

    /// The names of the fields that are texts.
    static var textNames: [String] { fields.filter(\.isText).map(\.name) }

    var dictionary: JSONObject {
        JSONObject(Self.fields.map { (key: $0.name, value: $0.read(self)) })
    }

    /// Sets fields by name.
    ///
    /// - Returns: The names that are none.
    /// - Throws: ``ConfigurationError`` when a value is of another type. The values are not shown: one may be a key.
    mutating func set(_ values: JSONObject, from source: String) throws(ConfigurationError) -> [String] {
        var unknown: [String] = []
        for (name, value) in values {
            guard let field = Self.fields.first(where: { $0.name == name }) else {
                unknown.append(name)
                continue
            }
            guard field.write(&self, value) else {
                throw ConfigurationError("\(source): \(name) must be \(field.expectation).")
            }
        }
        return unknown
    }

    /// Sets fields by name, all of them or none.
    mutating func setAll(_ values: JSONObject) throws(ConfigurationError) {
        var changed = self
        let unknown = try changed.set(values, from: "The update")
        guard unknown.isEmpty else {
            let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
            throw ConfigurationError(
                "There is no field \(names). The fields are \(Self.names.joined(separator: ", ")).")
        }
        self = try changed.validated()
    }
}
