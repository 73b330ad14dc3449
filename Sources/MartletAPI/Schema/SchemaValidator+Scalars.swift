extension SchemaValidator {
    /// Checks `type`, which names one type or several.
    ///
    /// - Returns: Whether the value is of such a type; if not, its contents need no check.
    mutating func checkType(_ value: JSONValue, _ schema: JSONObject, at pointer: String) -> Bool {
        let types: [String]
        switch schema["type"] {
        case .string(let type)?: types = [type]
        case .array(let array)?: types = array.compactMap(\.stringValue)
        default: return true
        }
        guard !types.contains(where: { Self.is(value, $0) }) else { return true }
        let expected = types.map(Self.withArticle).joined(separator: " or ")
        report("expected \(expected), found \(Self.withArticle(Self.typeName(value)))", at: pointer)
        return false
    }

    /// Checks `enum` and `const`.
    mutating func checkValues(_ value: JSONValue, _ schema: JSONObject, at pointer: String) {
        if let allowed = schema["enum"]?.arrayValue, !allowed.contains(where: { Self.areEqual($0, value) }) {
            let list = allowed.prefix(20).compactMap { try? $0.jsonText() }.joined(separator: ", ")
            report("must be one of \(list)\(allowed.count > 20 ? ", …" : "")", at: pointer)
        }
        if let constant = schema["const"], !Self.areEqual(constant, value) {
            report("must be \((try? constant.jsonText()) ?? "the constant of the schema")", at: pointer)
        }
    }

    /// Checks the keywords that begin with `min` and `max`.
    mutating func checkLimits(_ value: JSONValue, _ schema: JSONObject, at pointer: String) {
        let amount: Double
        let keywords: (least: String, most: String)
        let unit: String
        switch value {
        case .integer, .number:
            amount = value.doubleValue ?? 0
            keywords = ("minimum", "maximum")
            unit = ""
        case .string(let text):
            // JSON Schema: "The length of a string instance is defined as the number of its characters as defined by
            // RFC 8259", which are code points.
            amount = Double(text.unicodeScalars.count)
            keywords = ("minLength", "maxLength")
            unit = " characters"
        case .array(let array):
            amount = Double(array.count)
            keywords = ("minItems", "maxItems")
            unit = " elements"
        default: return
        }
        if let least = schema[keywords.least], let limit = least.doubleValue, amount < limit {
            report("must be at least \(Self.text(least))\(unit)", at: pointer)
        }
        if let most = schema[keywords.most], let limit = most.doubleValue, amount > limit {
            report("must be at most \(Self.text(most))\(unit)", at: pointer)
        }
    }

    private static func text(_ number: JSONValue) -> String { (try? number.jsonText()) ?? "the limit" }

    private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        // JSON Schema: "any number with a zero fractional part"; a large one need not fit 64 bits.
        case "integer":
            if case .number(let double) = value { return value.intValue != nil || abs(double) >= 0x1p63 }
            return value.intValue != nil
        case "number": return value.doubleValue != nil
        default: return typeName(value) == type
        }
    }

    /// Whether two values are the same in JSON, where `1` and `1.0` are one number.
    private static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = left.intValue, let right = right.intValue { return left == right }
        return left == right
    }

    private static func typeName(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private static func withArticle(_ type: String) -> String {
        switch type {
        case "null": type
        case "integer", "array", "object": "an \(type)"
        default: "a \(type)"
        }
    }
}
