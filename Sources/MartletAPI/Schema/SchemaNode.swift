import OrderedCollections

/// What a type asked a decoder for: one value of the JSON, with those inside of it.
final class SchemaNode {
    /// The schemas of the types that were asked for as the whole value.
    private var schemas: [JSONValue] = []
    /// The properties, in the order in which they were asked for. Nil when no object was.
    private var properties: OrderedDictionary<String, SchemaNode>?
    /// The elements, all in one. Nil when no array was asked for.
    private var element: SchemaNode?
    /// How many elements were taken.
    private var elementCount = 0

    /// Whether it was asked whether there are more elements; else there must be as many as were taken.
    var hasAnyCount = false
    /// Whether it was asked which properties there are.
    var hasAnyKeys = false
    /// Whether the value may be absent.
    var isOptional = false
    /// Whether the value may be `null`.
    var isNullable = false

    /// Whether properties were asked for by name.
    var hasProperties: Bool { properties?.isEmpty == false }

    func add(_ schema: JSONValue) {
        if !schemas.contains(schema) { schemas.append(schema) }
    }

    /// Notes that the value is an object.
    func becomeObject() {
        if properties == nil { properties = [:] }
    }

    /// The property of this name.
    func property(_ name: String) -> SchemaNode {
        becomeObject()
        if let known = properties?[name] { return known }
        let new = SchemaNode()
        properties?[name] = new
        return new
    }

    /// Notes that the value is an array, and returns its elements.
    @discardableResult
    func becomeArray() -> SchemaNode {
        let known = element ?? SchemaNode()
        element = known
        return known
    }

    /// Notes that the value has this many elements or more.
    func tookElements(_ count: Int) { elementCount = max(elementCount, count) }

    /// The schema of everything that was asked for; nil when that was nothing.
    func schema(strict: Bool, at path: [String] = []) throws(JSONSchemaError) -> JSONValue? {
        var schemas = schemas
        if let properties { schemas.append(try object(properties, strict: strict, at: path)) }
        if let element { schemas.append(try array(element, strict: strict, at: path)) }
        guard let first = schemas.first else { return nil }
        let schema: JSONValue = schemas.count == 1 ? first : ["anyOf": .array(schemas)]
        return isNullable || strict && isOptional ? schema.orNull : schema
    }

    private func object(
        _ properties: OrderedDictionary<String, SchemaNode>, strict: Bool, at path: [String]
    ) throws(JSONSchemaError) -> JSONValue {
        var members = JSONObject()
        var required: [JSONValue] = []
        for (name, node) in properties {
            let path = path + [name]
            // Only looked for, never read: it may be anything.
            guard let schema = try node.schema(strict: strict, at: path) else {
                if strict { throw Self.notStrict(path, "its value is not read, so its type is not known") }
                members[name] = [:]
                if !node.isOptional { required.append(.string(name)) }
                continue
            }
            // A default decoding asks for null too, but then the property may simply be left out.
            members[name] = schema
            if strict || !node.isOptional { required.append(.string(name)) }
        }
        var object: JSONObject = ["type": "object", "properties": .object(members)]
        if strict || !required.isEmpty { object["required"] = .array(required) }
        if !hasAnyKeys {
            object["additionalProperties"] = false
        } else if strict {
            throw Self.notStrict(path, "it takes properties of any name")
        }
        return .object(object)
    }

    private func array(_ element: SchemaNode, strict: Bool, at path: [String]) throws(JSONSchemaError) -> JSONValue {
        var array: JSONObject = ["type": "array"]
        if let items = try element.schema(strict: strict, at: path) { array["items"] = items }
        if !hasAnyCount, elementCount > 0 { array["minItems"] = .integer(elementCount) }
        return .object(array)
    }

    private static func notStrict(_ path: [String], _ reason: String) -> JSONSchemaError {
        JSONSchemaError(
            code: .notStrict, type: "object", path: path.joined(separator: "."),
            message: "strict mode cannot express it: \(reason). Use strict: false, or give a schema")
    }
}
