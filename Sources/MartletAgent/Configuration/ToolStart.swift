public import MartletAPI

/// A tool that is about to run.
public struct ToolStart: Sendable, Hashable {
    /// The call's identifier.
    public var id: ToolCallID
    /// The function's name.
    public var name: String
    /// The arguments as JSON text, as the model wrote them.
    public var arguments: String
    /// Which answer of the model asked for it, within this call of the agent, from 1.
    public var iteration: Int

    /// Creates a value.
    public init(id: ToolCallID, name: String, arguments: String, iteration: Int) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.iteration = iteration
    }
}
