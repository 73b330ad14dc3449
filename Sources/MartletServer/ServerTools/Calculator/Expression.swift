import Foundation

/// Arithmetic expressions, by recursive descent.
///
/// `^` binds to the right and above a sign on its left, as in mathematics: `-2^2` is -4.
struct Expression {
    /// How deep parentheses may be nested.
    private static let depthLimit = 100
    /// How long an expression may be, in bytes.
    private static let lengthLimit = 10_000

    private static let functions: [String: @Sendable (Double) -> Double] = [
        "abs": { abs($0) }, "sqrt": { $0.squareRoot() }, "exp": { exp($0) }, "ln": { log($0) }, "log": { log10($0) },
        "log2": { log2($0) }, "sin": { sin($0) }, "cos": { cos($0) }, "tan": { tan($0) }, "asin": { asin($0) },
        "acos": { acos($0) }, "atan": { atan($0) }, "floor": { floor($0) }, "ceil": { ceil($0) },
        "round": { $0.rounded() },
    ]
    private static let constants = ["pi": Double.pi, "π": Double.pi, "e": M_E]

    static var functionNames: [String] { functions.keys.sorted() }

    private let characters: [Character]
    private var position = 0
    private var depth = 0

    private init(_ text: String) { characters = Array(text) }

    /// - Throws: ``ExpressionError``.
    static func value(of text: String) throws -> Double {
        guard text.utf8.count <= lengthLimit else {
            throw ExpressionError("The expression is longer than \(lengthLimit) characters.")
        }
        var expression = Expression(text)
        let value = try expression.sum()
        if let rest = expression.peek() {
            throw ExpressionError("'\(rest)' at position \(expression.position + 1) is not expected there.")
        }
        guard value.isFinite else {
            throw ExpressionError("The result is no finite number: a division by zero, or too large.")
        }
        return value
    }

    /// A number as people write it: whole ones without a fraction, others with at most 15 digits.
    static func text(of value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(format: "%.15g", value)
    }

    // MARK: The grammar

    private mutating func sum() throws -> Double {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw ExpressionError("The parentheses are nested deeper than \(Self.depthLimit) levels.")
        }
        var value = try product()
        while let sign = take(["+", "-", "−"]) {
            let next = try product()
            value = sign == "+" ? value + next : value - next
        }
        return value
    }

    private mutating func product() throws -> Double {
        var value = try signed()
        while let sign = take(["*", "×", "·", "/", "÷", "%"]) {
            let next = try signed()
            switch sign {
            case "/", "÷": value /= next
            case "%": value = value.truncatingRemainder(dividingBy: next)
            default: value *= next
            }
        }
        return value
    }

    private mutating func signed() throws -> Double {
        var isNegative = false
        while let sign = take(["+", "-", "−"]) { if sign != "+" { isNegative.toggle() } }
        let value = try power()
        return isNegative ? -value : value
    }

    private mutating func power() throws -> Double {
        let base = try atom()
        guard take(["^"]) != nil || takePower() else { return base }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw ExpressionError("There are too many powers of powers.") }
        return pow(base, try signed())
    }

    private mutating func atom() throws -> Double {
        guard let next = peek() else { throw ExpressionError("The expression ends where a number is expected.") }
        if next == "(" {
            position += 1
            let value = try sum()
            guard take([")"]) != nil else { throw ExpressionError("A parenthesis is not closed.") }
            return value
        }
        if next.isLetter { return try name() }
        return try number()
    }

    private mutating func name() throws -> Double {
        var name = ""
        while position < characters.count, characters[position].isLetter || characters[position].isNumber {
            name.append(characters[position])
            position += 1
        }
        if let constant = Self.constants[name.lowercased()] { return constant }
        guard let function = Self.functions[name.lowercased()] else {
            throw ExpressionError(
                "'\(name)' is not known. Known are \(Self.functionNames.joined(separator: ", ")), pi and e.")
        }
        guard peek() == "(" else { throw ExpressionError("\(name) needs its argument in parentheses.") }
        let value = function(try atom())
        guard !value.isNaN else { throw ExpressionError("\(name) has no value there.") }
        return value
    }

    private mutating func number() throws -> Double {
        let start = position
        func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
        var text = ""
        while position < characters.count {
            let character = characters[position]
            let isExponent = (character == "e" || character == "E") && text.contains(where: isDigit)
            let follows = position + 1 < characters.count ? characters[position + 1] : " "
            if isDigit(character) || character == "." {
                text.append(character)
            } else if isExponent, isDigit(follows) || follows == "-" || follows == "+" {
                text.append(contentsOf: [character, follows])
                position += 1
            } else if character != "_" {
                break
            }
            position += 1
        }
        guard let value = Double(text) else {
            throw ExpressionError("A number is expected at position \(start + 1), not '\(characters[start])'.")
        }
        return value
    }

    // MARK: Characters

    /// The next character that is no space.
    private mutating func peek() -> Character? {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        return position < characters.count ? characters[position] : nil
    }

    private mutating func take(_ wanted: [Character]) -> Character? {
        guard let next = peek(), wanted.contains(next) else { return nil }
        position += 1
        return next
    }

    /// Python's `**`, which binds as `^` does.
    private mutating func takePower() -> Bool {
        guard peek() == "*", position + 1 < characters.count, characters[position + 1] == "*" else { return false }
        position += 2
        return true
    }
}
