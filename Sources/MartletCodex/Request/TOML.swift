import MartletAPI

/// Values as Codex's `-c key=value` takes them: TOML 1.0, in one line.
enum TOML {
    /// The value as TOML. `null`, for which TOML has no word, is left out of arrays and tables, and is nil by itself.
    static func text(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer): "\(integer)"
        case .number(let number): float(number)
        case .string(let string): quoted(string)
        case .array(let array): "[" + array.compactMap { text($0) }.joined(separator: ", ") + "]"
        case .object(let object):
            "{"
                + object.compactMap { key, value in text(value).map { "\(Self.key(key)) = \($0)" } }
                .joined(separator: ", ") + "}"
        }
    }

    /// `-c` and `key=value` for each member. Keys may be dotted.
    static func arguments(_ configuration: JSONObject) -> [String] {
        configuration.flatMap { key, value in text(value).map { ["-c", "\(key)=\($0)"] } ?? [] }
    }

    /// A basic string: "Any Unicode character may be used except those that must be escaped: quotation mark, backslash,
    /// and the control characters other than tab (U+0000 to U+0008, U+000A to U+001F, U+007F)."
    static func quoted(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func float(_ number: Double) -> String? {
        // A whole number needs its point to be a float; Swift's exponents are TOML's too.
        number.isFinite ? "\(number)" : nil
    }

    private static func key(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        return isBare ? key : quoted(key)
    }
}
