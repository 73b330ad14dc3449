/// Why an expression has no value, for the model that wrote it.
struct ExpressionError: Error, Hashable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
