import Foundation
import MartletAPI

/// A number of the ``Calculator``: whole as long as it can be.
enum CalculatorNumber: Hashable {
    case integer(Int)
    case double(Double)

    var double: Double {
        switch self {
        case .integer(let integer): Double(integer)
        case .double(let double): double
        }
    }

    /// The number as JSON; a whole one without a fraction.
    var json: JSONValue {
        switch self {
        case .integer(let integer): .integer(integer)
        case .double(let double): Int(exactly: double).map { .integer($0) } ?? .number(double)
        }
    }

    func adding(_ other: Self) -> Self {
        whole(other) { $0.addingReportingOverflow($1) } ?? .double(double + other.double)
    }

    func subtracting(_ other: Self) -> Self {
        whole(other) { $0.subtractingReportingOverflow($1) } ?? .double(double - other.double)
    }

    func multiplied(by other: Self) -> Self {
        whole(other) { $0.multipliedReportingOverflow(by: $1) } ?? .double(double * other.double)
    }

    func divided(by other: Self) -> Self {
        if case (.integer(let left), .integer(let right)) = (self, other), right != 0, right != -1, left % right == 0 {
            return .integer(left / right)
        }
        return .double(double / other.double)
    }

    /// Rounded down, as Python's `//`.
    func floorDivided(by other: Self) -> Self {
        guard case (.integer(let left), .integer(let right)) = (self, other), right != 0, right != -1 else {
            return .double((double / other.double).rounded(.down))
        }
        let quotient = left / right
        return .integer(left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient)
    }

    /// With the sign of the divisor, as Python's `%`.
    func remainder(by other: Self) -> Self {
        if case (.integer(let left), .integer(let right)) = (self, other), right != 0, right != -1 {
            let remainder = left % right
            return .integer(remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder)
        }
        let remainder = double.truncatingRemainder(dividingBy: other.double)
        return .double(remainder != 0 && (remainder < 0) != (other.double < 0) ? remainder + other.double : remainder)
    }

    func power(_ exponent: Self) -> Self {
        if case (.integer(let base), .integer(let count)) = (self, exponent), (0...64).contains(count) {
            var result = 1
            var fits = true
            for _ in 0..<count {
                let (product, isTooLarge) = result.multipliedReportingOverflow(by: base)
                if isTooLarge {
                    fits = false
                    break
                }
                result = product
            }
            if fits { return .integer(result) }
        }
        return .double(pow(double, exponent.double))
    }

    /// The value of a function; nil when there is none of the name with so many arguments.
    static func apply(_ name: String, _ arguments: [Self]) -> Self? {
        switch (name, arguments.count) {
        case ("min", 1...): return arguments.min { $0.double < $1.double }
        case ("max", 1...): return arguments.max { $0.double < $1.double }
        case ("pow", 2): return arguments[0].power(arguments[1])
        case ("round", 2):
            guard case .integer(let digits) = arguments[1], (-15...15).contains(digits) else { return nil }
            let scale = pow(10, Double(digits))
            return .double((arguments[0].double * scale).rounded(.toNearestOrAwayFromZero) / scale)
        case (_, 1): break
        default: return nil
        }
        if name == "abs", case .integer(let integer) = arguments[0], integer != .min { return .integer(abs(integer)) }
        let argument = arguments[0].double
        switch name {
        case "sqrt": return .double(argument.squareRoot())
        case "abs": return .double(abs(argument))
        case "round": return whole(argument.rounded(.toNearestOrAwayFromZero))
        case "floor": return whole(argument.rounded(.down))
        case "ceil": return whole(argument.rounded(.up))
        case "trunc", "int": return whole(argument.rounded(.towardZero))
        case "exp": return .double(exp(argument))
        case "ln", "log": return .double(log(argument))
        case "log10": return .double(log10(argument))
        case "log2": return .double(log2(argument))
        case "sin": return .double(sin(argument))
        case "cos": return .double(cos(argument))
        case "tan": return .double(tan(argument))
        case "asin": return .double(asin(argument))
        case "acos": return .double(acos(argument))
        case "atan": return .double(atan(argument))
        default: return nil
        }
    }

    private static func whole(_ double: Double) -> Self { Int(exactly: double).map { .integer($0) } ?? .double(double) }

    private func whole(_ other: Self, _ operation: (Int, Int) -> (Int, Bool)) -> Self? {
        guard case (.integer(let left), .integer(let right)) = (self, other) else { return nil }
        let (result, isTooLarge) = operation(left, right)
        return isTooLarge ? nil : .integer(result)
    }
}
