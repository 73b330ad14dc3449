/// Why the model stopped. Open: servers have reasons of their own (`eos`, `end_turn`, `error`, …), kept as they came.
public struct FinishReason: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The answer is complete, or a stop sequence was met.
    public static let stop = FinishReason(rawValue: "stop")
    /// The token limit or the end of the context was reached: the answer is cut off.
    public static let length = FinishReason(rawValue: "length")
    /// The model asks for tools to be called.
    public static let toolCalls = FinishReason(rawValue: "tool_calls")
    /// The answer was withheld or cut by a filter.
    public static let contentFilter = FinishReason(rawValue: "content_filter")
    /// The model asks for a function to be called; superseded by `tool_calls`.
    public static let functionCall = FinishReason(rawValue: "function_call")
}
