import Foundation
import MartletAPI

/// Works out arithmetic expressions, and nothing else: there are no names but those of a few functions and constants.
///
/// ```
/// expression = term { ("+" | "-") term }
/// term       = factor { ("*" | "/" | "//" | "%") factor }
/// factor     = ("+" | "-") factor | power
/// power      = primary [ ("^" | "**") factor ]          right associative, binds tighter than a sign before it
/// primary    = number | name | name "(" [ expression { "," expression } ] ")" | "(" expression ")"
/// ```
struct Calculator {
    /// The longest expression, in bytes.
    static let maximumLength = 1_000
    /// How deep parentheses, signs and powers may be nested.
    static let maximumDepth = 64

    private let text: [UInt8]
    private var position = 0
    private var depth = 0

    /// The value of an expression.
    ///
    /// - Throws: `ToolError` whose message says what is wrong and where.
    static func evaluate(_ expression: String) throws(ToolError) -> CalculatorNumber {
        guard expression.utf8.count <= maximumLength else {
            throw ToolError(
                code: .invalidArguments, message: "The expression is longer than \(maximumLength) characters.")
        }
        var calculator = Calculator(text: Array(expression.utf8))
        let value = try calculator.expression()
        guard calculator.peek() == nil else { throw calculator.failure("what comes here is not expected") }
        return value
    }

    private init(text: [UInt8]) { self.text = text }

    // MARK: Grammar

    private mutating func expression() throws(ToolError) -> CalculatorNumber {
        var value = try term()
        while true {
            if take("+") {
                value = try checked(value.adding(try term()))
            } else if take("-") {
                value = try checked(value.subtracting(try term()))
            } else {
                return value
            }
        }
    }

    private mutating func term() throws(ToolError) -> CalculatorNumber {
        var value = try factor()
        while true {
            if take("//") {
                let divisor = try divisor()
                value = try checked(value.floorDivided(by: divisor))
            } else if take("*", unlessFollowedBy: "*") {
                value = try checked(value.multiplied(by: try factor()))
            } else if take("/") {
                let divisor = try divisor()
                value = try checked(value.divided(by: divisor))
            } else if take("%") {
                let divisor = try divisor()
                value = try checked(value.remainder(by: divisor))
            } else {
                return value
            }
        }
    }

    private mutating func divisor() throws(ToolError) -> CalculatorNumber {
        let value = try factor()
        guard value.double != 0 else { throw failure("division by zero") }
        return value
    }

    private mutating func factor() throws(ToolError) -> CalculatorNumber {
        try enter()
        defer { depth -= 1 }
        if take("-") { return try checked(CalculatorNumber.integer(0).subtracting(try factor())) }
        if take("+") { return try factor() }
        let base = try primary()
        guard take("**") || take("^") else { return base }
        return try checked(base.power(try factor()))
    }

    private mutating func primary() throws(ToolError) -> CalculatorNumber {
        guard let byte = peek() else { throw failure("the expression ends too early") }
        if take("(") {
            let value = try expression()
            guard take(")") else { throw failure("a ')' is missing") }
            return value
        }
        if byte == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { return try number() }
        let name = name()
        guard !name.isEmpty else { throw failure("a number, a name or '(' is expected") }
        guard take("(") else {
            switch name {
            case "pi": return .double(.pi)
            case "e": return .double(M_E)
            case "tau": return .double(2 * .pi)
            default: throw failure("'\(name)' is not known")
            }
        }
        var arguments: [CalculatorNumber] = []
        if !take(")") {
            repeat { arguments.append(try expression()) } while take(",")
            guard take(")") else { throw failure("a ')' is missing") }
        }
        guard let value = CalculatorNumber.apply(name, arguments) else {
            throw failure("'\(name)' with \(arguments.count) arguments is not known")
        }
        return try checked(value)
    }

    private mutating func number() throws(ToolError) -> CalculatorNumber {
        let start = position
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
        func at(_ index: Int) -> UInt8? { index < text.count ? text[index] : nil }
        while isDigit(at(position)) { position += 1 }
        if at(position) == UInt8(ascii: ".") {
            position += 1
            while isDigit(at(position)) { position += 1 }
        }
        if at(position).map({ $0 | 0x20 }) == UInt8(ascii: "e") {
            let sign = at(position + 1) == UInt8(ascii: "-") || at(position + 1) == UInt8(ascii: "+")
            if isDigit(at(position + (sign ? 2 : 1))) {
                position += sign ? 2 : 1
                while isDigit(at(position)) { position += 1 }
            }
        }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        if let integer = Int(digits) { return .integer(integer) }
        guard let double = Double(digits.hasPrefix(".") ? "0" + digits : digits), double.isFinite else {
            position = start
            throw failure("'\(digits)' is no number")
        }
        return .double(double)
    }

    private mutating func name() -> String {
        skipSpaces()
        let start = position
        while position < text.count,
            (0x61...0x7A).contains(text[position] | 0x20)
                || (position > start && (0x30...0x39).contains(text[position]))
        {
            position += 1
        }
        return String(decoding: text[start..<position], as: UTF8.self).lowercased()
    }

    // MARK: Bytes

    private mutating func skipSpaces() {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }

    private mutating func peek() -> UInt8? {
        skipSpaces()
        return position < text.count ? text[position] : nil
    }

    private mutating func take(_ symbol: String, unlessFollowedBy other: String? = nil) -> Bool {
        skipSpaces()
        guard text[position...].starts(with: symbol.utf8) else { return false }
        if let other, text[(position + symbol.utf8.count)...].starts(with: other.utf8) { return false }
        position += symbol.utf8.count
        return true
    }

    private mutating func enter() throws(ToolError) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw failure("the expression is nested too deeply") }
    }

    private func checked(_ value: CalculatorNumber?) throws(ToolError) -> CalculatorNumber {
        guard let value, value.double.isFinite else {
            throw failure("the result is too large, or no number")
        }
        return value
    }

    private func failure(_ reason: String) -> ToolError {
        ToolError(
            code: .invalidArguments,
            message: "The expression cannot be worked out: \(reason) (at character \(position + 1)).", tool: "calculate"
        )
    }
}
