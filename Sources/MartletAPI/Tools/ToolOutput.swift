/// What a tool returns: something that has a text for the model.
///
/// A `String` is that text. An `Encodable` type that conforms is its JSON, without further code; one that does not
/// conform may be returned by a tool all the same.
public protocol ToolOutput: Sendable {
    /// The text that the model reads.
    ///
    /// - Throws: What keeps the value from being written; the model is then told that the tool failed.
    func toolOutput() throws -> String
}

extension ToolOutput where Self: Encodable {
    /// The value as JSON.
    public func toolOutput() throws -> String { try JSONOutput(self).toolOutput() }
}

extension String: ToolOutput {
    /// The text as it is.
    public func toolOutput() -> String { self }
}

extension JSONValue: ToolOutput {
    /// The value as JSON.
    public func toolOutput() throws -> String { try jsonText() }
}
