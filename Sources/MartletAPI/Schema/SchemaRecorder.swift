import OrderedCollections

/// Finds out the schemas of types by decoding them from samples. One recorder makes one document.
final class SchemaRecorder {
    /// Types nested more deeply than this are taken to be without end.
    private static let depthLimit = 64

    let isStrict: Bool
    let isBare: Bool
    /// The types that are being recorded, and the names of those among them that were asked for once more.
    private var underway: [ObjectIdentifier: String?] = [:]
    /// A ``SampledSchema`` for each type that is done.
    private var done: [ObjectIdentifier: Any] = [:]
    /// The schemas of types that contain themselves, by name. Null while being recorded.
    private var definitions: OrderedDictionary<String, JSONValue> = [:]
    /// Why a type could not be recorded; for initializers that hide the errors of what they ask for.
    private var failure: JSONSchemaError?

    /// Creates a recorder.
    ///
    /// - Parameters:
    ///   - strict: Whether the schemas are for OpenAI's strict mode.
    ///   - bare: Whether what may be absent is; for samples only, the schemas are then of no use.
    init(strict: Bool = false, bare: Bool = false) {
        isStrict = strict
        isBare = bare
    }

    /// The schema of a type with all that it refers to.
    func document<Value: Decodable>(of type: Value.Type) throws(JSONSchemaError) -> JSONValue {
        var schema = try schema(of: type, SampleValues(), at: []).schema
        guard !definitions.isEmpty else { return schema }
        // The outermost schema must say its type, which a reference does not.
        if let name = schema["$ref"]?.stringValue?.split(separator: "/").last, let own = definitions[String(name)] {
            schema = own
        }
        guard case .object(var document) = schema else { return schema }
        document["$defs"] = .object(JSONObject(definitions.lazy.map { (key: $0.key, value: $0.value) }))
        return .object(document)
    }

    /// The schema of a type inside of the document, and a sample of it.
    func schema<Value: Decodable>(
        of type: Value.Type, _ samples: SampleValues, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Value> {
        guard path.count < Self.depthLimit else {
            throw JSONSchemaError(.tooDeep, type, at: path, "types nest too deeply. Give a schema")
        }
        if let known = try known(type, samples, at: path) { return known }
        let id = ObjectIdentifier(type)
        if let finished = done[id] as? SampledSchema<Value> { return finished }
        if let name = underway[id] { return reference(to: type, named: name) }
        underway[id] = .some(nil)
        defer { underway[id] = nil }
        var sampled: SampledSchema<Value>
        if let listed = try enumeration(type, at: path) {
            sampled = listed
        } else {
            sampled = try record(type, at: path)
        }
        sampled.schema = try describe(sampled.schema, of: type, at: path)
        if let name = underway[id] ?? nil {
            definitions[name] = sampled.schema
            sampled.schema = Self.reference(name)
        }
        done[id] = sampled
        return sampled
    }

    /// Keeps the error of `body`.
    func remembering<Value>(
        _ body: () throws(JSONSchemaError) -> Value
    ) throws(JSONSchemaError) -> Value {
        do throws(JSONSchemaError) {
            return try body()
        } catch {
            failure = error
            throw error
        }
    }

    /// Decodes a type from samples until it accepts some.
    private func record<Value: Decodable>(
        _ type: Value.Type, at path: [any CodingKey]
    ) throws(JSONSchemaError) -> SampledSchema<Value> {
        let node = SchemaNode()
        var value: Value?
        for samples in SampleValues.attempts {
            failure = nil
            do {
                value = try Value(
                    from: SchemaDecoder(recorder: self, node: node, samples: samples, codingPath: path))
                break
            } catch let error as JSONSchemaError {
                throw error
            } catch {
                if let failure { throw failure }
            }
        }
        try checkForm(of: type, value, node, at: path)
        if let schema = try node.schema(strict: isStrict, at: path.map(\.stringValue)) {
            return SampledSchema(schema: schema, value: value)
        }
        // A type that asks for nothing is decoded from an object, if from anything.
        node.becomeObject()
        let schema = try node.schema(strict: isStrict, at: path.map(\.stringValue)) ?? [:]
        return SampledSchema(schema: schema, value: value)
    }

    // MARK: Types that contain themselves

    /// Refers to a type that is being recorded.
    private func reference<Value: Decodable>(to type: Value.Type, named known: String?) -> SampledSchema<Value> {
        guard !isBare else { return SampledSchema(schema: [:], value: nil) }
        let name = known ?? newName(for: type)
        underway[ObjectIdentifier(type)] = .some(name)
        let bare = try? SchemaRecorder(bare: true).schema(of: type, SampleValues(), at: [])
        return SampledSchema(schema: Self.reference(name), value: bare?.value)
    }

    private static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/\(name)")] }

    /// The type's name in letters that need no escaping, with a number when another type has it.
    private func newName(for type: any Any.Type) -> String {
        let letters = String(describing: type).unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "_"
        }
        let base = String(letters)
        var name = base
        var number = 2
        while definitions[name] != nil {
            name = "\(base)_\(number)"
            number += 1
        }
        definitions[name] = .null
        return name
    }
}
