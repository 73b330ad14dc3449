/// Checks one value against a schema.
struct SchemaValidator {
    private static let depthLimit = 128
    private static let problemLimit = 20

    let root: JSONValue
    private(set) var problems: [String] = []
    private var depth = 0
    private var stepsLeft = 100_000
    private var isExhausted = false

    init(root: JSONValue) { self.root = root }

    mutating func check(_ value: JSONValue, _ schema: JSONValue, at pointer: String) {
        guard !isExhausted, problems.count < Self.problemLimit else { return }
        stepsLeft -= 1
        guard depth < Self.depthLimit, stepsLeft > 0 else {
            isExhausted = true
            return report("too deep or too large to check", at: pointer)
        }
        depth += 1
        defer { depth -= 1 }
        switch schema {
        case .bool(false): report("is not allowed", at: pointer)
        case .object(let schema):
            checkReference(value, schema, at: pointer)
            guard checkType(value, schema, at: pointer) else { return }
            checkValues(value, schema, at: pointer)
            checkLimits(value, schema, at: pointer)
            if case .object(let object) = value { checkObject(object, schema, at: pointer) }
            if case .array(let array) = value { checkArray(array, schema, at: pointer) }
            checkCombinations(value, schema, at: pointer)
        default: break
        }
    }

    mutating func report(_ problem: String, at pointer: String) {
        guard problems.count < Self.problemLimit else { return }
        problems.append(pointer.isEmpty ? problem : "\(pointer): \(problem)")
    }

    /// Whether a value is valid; nothing is reported, except that the check ended too early.
    private mutating func accepts(_ value: JSONValue, _ schema: JSONValue, at pointer: String) -> Bool {
        let before = problems
        problems = []
        check(value, schema, at: pointer)
        let isValid = problems.isEmpty
        problems = isExhausted ? before + problems : before
        return isValid
    }

    // MARK: Keywords

    private mutating func checkReference(_ value: JSONValue, _ schema: JSONObject, at pointer: String) {
        guard let reference = schema["$ref"]?.stringValue else { return }
        if reference == "#" { return check(value, root, at: pointer) }
        let prefix = "#/$defs/"
        guard reference.hasPrefix(prefix),
            let target = root["$defs"]?[Self.unescaped(String(reference.dropFirst(prefix.count)))]
        else { return report("the schema refers to '\(reference)', which it does not define", at: pointer) }
        check(value, target, at: pointer)
    }

    private mutating func checkCombinations(_ value: JSONValue, _ schema: JSONObject, at pointer: String) {
        for part in schema["allOf"]?.arrayValue ?? [] { check(value, part, at: pointer) }
        if let choices = schema["anyOf"]?.arrayValue {
            var isValid = false
            for choice in choices where !isValid { isValid = accepts(value, choice, at: pointer) }
            if !isValid { reportNone(of: choices, value, at: pointer) }
        }
        if let choices = schema["oneOf"]?.arrayValue {
            let count = choices.count { accepts(value, $0, at: pointer) }
            if count == 0 { reportNone(of: choices, value, at: pointer) }
            if count > 1 { report("fits more than one of the schemas of which it must fit one", at: pointer) }
        }
    }

    /// Says what is wrong with a value that no choice fits: for an optional value, what is wrong with it as the value.
    private mutating func reportNone(of choices: [JSONValue], _ value: JSONValue, at pointer: String) {
        let others = choices.filter { $0 != ["type": "null"] }
        if others.count == 1, let only = others.first, !value.isNull { return check(value, only, at: pointer) }
        report("fits none of the allowed schemas", at: pointer)
    }

    private mutating func checkObject(_ object: JSONObject, _ schema: JSONObject, at pointer: String) {
        let properties = schema["properties"]?.objectValue ?? [:]
        for name in schema["required"]?.arrayValue ?? [] {
            guard let name = name.stringValue, object[name] == nil else { continue }
            report("is required", at: Self.pointer(pointer, name))
        }
        for (name, value) in object {
            let pointer = Self.pointer(pointer, name)
            if let property = properties[name] {
                check(value, property, at: pointer)
            } else if schema["additionalProperties"] == false {
                report("there is no such property", at: pointer)
            } else if let other = schema["additionalProperties"] {
                check(value, other, at: pointer)
            }
        }
    }

    private mutating func checkArray(_ array: [JSONValue], _ schema: JSONObject, at pointer: String) {
        if let items = schema["items"] {
            for (index, element) in array.enumerated() { check(element, items, at: "\(pointer)/\(index)") }
        }
        if schema["uniqueItems"] == true, Set(array).count < array.count {
            report("the elements must differ from each other", at: pointer)
        }
    }

    // MARK: Pointers

    /// RFC 6901 section 3: "'~' needs to be encoded as '~0' and '/' needs to be encoded as '~1'".
    private static func pointer(_ pointer: String, _ name: String) -> String {
        var escaped = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return "\(pointer)/\(escaped)"
    }

    private static func unescaped(_ name: String) -> String {
        let parts = name.split(separator: "~1", omittingEmptySubsequences: false).map { part in
            part.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
        }
        return parts.joined(separator: "/")
    }
}
