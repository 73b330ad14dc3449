import MartletAPI

/// Computes, because models cannot. Leaves what it computed as code on the answer.
struct CalculatorTool: ServerTool {
    struct Arguments: Decodable, Sendable, JSONSchemaDescribed {
        static let schemaDescriptions = [
            "expression":
                "An expression such as (17 + 4) * 2 ^ 3 / sqrt(16). Known are + - * / % ^, parentheses, pi, e, "
                + "and " + Expression.functionNames.joined(separator: ", ") + "."
        ]
        var expression: String
    }

    let name = "calculator"

    func tool(_ recorder: AttachmentRecorder) throws -> Tool {
        try Tool(name, "Computes the value of an arithmetic expression exactly.") { (arguments: Arguments) in
            let clock = ContinuousClock()
            let start = clock.now
            let value = try Expression.value(of: arguments.expression)
            let result = Expression.text(of: value)
            var code = CodeAttachment(
                id: Identifier.make("code"), language: "calculator", code: arguments.expression)
            code.stdout = result
            code.executionTimeMs = Int(start.duration(to: clock.now) / .milliseconds(1))
            recorder.record(code)
            return result
        }
    }
}
