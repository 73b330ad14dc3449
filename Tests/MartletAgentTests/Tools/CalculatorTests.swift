import MartletAPI
import Testing

@testable import MartletAgent

struct CalculatorTests {
    @Test(arguments: [
        ("1", "1"), ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"), ("2^3^2", "512"), ("2**10", "1024"), ("-2^2", "-4"),
        ("2^-1", "0.5"), ("--3", "3"), ("7/2", "3.5"), ("6/2", "3"), ("7//2", "3"), ("-7//2", "-4"), ("7 % 3", "1"),
        ("-7 % 3", "2"), ("1e3", "1000"), (".5 + .5", "1"), ("sqrt(16)", "4"), ("max(1, 2, 3)", "3"),
        ("min(2, 1)", "1"),
        ("round(2.5)", "3"), ("round(3.14159, 2)", "3.14"), ("floor(-1.5)", "-2"), ("abs(-3)", "3"),
        ("log10(1000)", "3"),
        ("pow(2, 0.5)^2 > 0", ""), ("9007199254740993 + 0", "9007199254740993"), ("0.1 + 0.2", "0.30000000000000004"),
        ("cos(pi)", "-1"), (" ( 1 ) ", "1"), ("9223372036854775807 + 1", "9.223372036854775807e18"),
    ])
    func `An expression has its value`(_ expression: String, _ expected: String) throws {
        guard !expected.isEmpty else {
            #expect(throws: ToolError.self) { try Calculator.evaluate(expression) }
            return
        }
        let value = try Calculator.evaluate(expression).json
        #expect(try value.doubleValue == JSONValue(json: expected).doubleValue)
        if !expected.contains("."), !expected.contains("e") { #expect(try value.jsonText() == expected) }
    }

    @Test(arguments: [
        "", " ", "1 +", "(1", "1)", "2x", "x", "1..2", "1 2", "sqrt()", "sqrt(1, 2)", "nope(1)", "1/0", "1 // 0",
        "5 % 0",
        "0/0", "10^1000", "sqrt(-1)", "exit(0)", "__import__('os')", "1; 2", "2 ** ** 2", "1e999", "ln(0)", "é",
        "round(1, 99)", "9223372036854775807 % 0",
    ])
    func `What is no expression, or has no value, is refused with a sentence`(_ expression: String) throws {
        let error = try #require(throws: ToolError.self) { try Calculator.evaluate(expression) }
        #expect(error.code == .invalidArguments)
        #expect(error.message.hasSuffix(")."))
    }

    @Test(arguments: ["-9223372036854775808 / -1", "-9223372036854775807 - 1", "(-9223372036854775807 - 1) // -1"])
    func `Whole numbers at their limits do not trap`(_ expression: String) throws {
        #expect(try Calculator.evaluate(expression).double.isFinite)
    }

    @Test func `Whatever is written, there is a finite value or a sentence`() {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "9223372036854775807", "-1", "0", "1", ".5", "2", "(", ")", "+", "-", "*", "/", "//", "%", "^", "**", ",",
            " ",
            "round(", "abs(", "min(", "sqrt(", "pow(", "pi", "e", "1e300", "x", "é", "-9223372036854775807-1",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...9, using: &random)
            let expression = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            do throws(ToolError) {
                #expect(try Calculator.evaluate(expression).double.isFinite, "\(expression)")
            } catch {
                #expect(error.code == .invalidArguments)
            }
        }
        #expect(throws: ToolError.self) { try Calculator.evaluate("round(1, -9223372036854775807 - 1)") }
    }

    @Test(arguments: ["(", "-", "2^", "sqrt("])
    func `Nesting and length are limited`(_ piece: String) {
        for count in [65, 200, 5_000] {
            #expect(throws: ToolError.self) { try Calculator.evaluate(String(repeating: piece, count: count) + "1") }
        }
    }
}
