import Testing

@testable import MartletServer

struct ExpressionTests {
    @Test(arguments: [
        ("1+2*3", "7"), ("(1+2)*3", "9"), ("-2^2", "-4"), ("2^3^2", "512"), ("2**10", "1024"), ("10/4", "2.5"),
        ("10 % 4", "2"), ("7-3-2", "2"), ("sqrt(16) + abs(-2)", "6"), ("2*pi", "6.28318530717959"), ("1e3", "1000"),
        ("1.5e-3", "0.0015"), ("1_000*2", "2000"), ("3 × 4 ÷ 6", "2"), ("--5", "5"), ("2*-3", "-6"),
        ("0.1+0.2", "0.3"), ("((((1))))", "1"), ("ln(e)", "1"), ("round(2.5)", "3"), ("1e300", "1e+300"),
    ])
    func `expressions have their value`(_ text: String, _ value: String) throws {
        #expect(Expression.text(of: try Expression.value(of: text)) == value)
    }

    @Test(arguments: [
        "", "1+", "(1", "1)", "1 2", "foo(1)", "sqrt", "sqrt 4", "1/0", "sqrt(-1)", "1..2", "\"1\"", "import os",
        "1e400",
        "9^9^9",
        String(repeating: "(", count: 5_000), String(repeating: "2^", count: 3_000) + "2",
        String(repeating: "1+", count: 6_000) + "1",
    ])
    func `what has no value says why`(_ text: String) {
        let error = #expect(throws: ExpressionError.self) { try Expression.value(of: text) }
        #expect(error?.description.isEmpty == false)
    }
}
