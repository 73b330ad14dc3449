public import MartletAPI

/// What runs when a model calls a tool that was described by JSON: it gets the arguments, an object, and returns what the
/// model is to read. A `String` is read as it is; `JSONOutput` makes JSON of any encodable value.
public typealias ToolHandler = @Sendable (JSONValue) async throws -> any ToolOutput
