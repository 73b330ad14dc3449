public import MartletAPI

public import protocol Foundation.LocalizedError

/// A tool that the model called gave no result.
///
/// `details["tool"]` and `details["error"]` are both there, whatever went wrong.
public struct ToolExecutionError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - tool: `details["tool"]`: the function's name. `unknown` stands for an empty one.
    ///   - error: `details["error"]`: what went wrong. The message stands for an empty one.
    public init(_ message: String, tool: String, error: String, cause: (any Error)? = nil) {
        self.message = message
        details = ["tool": tool.isEmpty ? "unknown" : tool, "error": error.isEmpty ? message : error]
        self.cause = cause
    }

    /// Creates the error for what a toolbox says of a tool.
    ///
    /// - Parameter tool: The function's name. What the error says stands for an empty one.
    public init(_ error: ToolError, tool: String) {
        // A body may name what it ran instead.
        let name = tool.isEmpty ? error.tool ?? "" : tool
        self.init(
            "The tool '\(name)' gave no result: \(error.message)", tool: name, error: error.message, cause: error)
    }

    /// The function's name.
    public var tool: String { details["tool"] ?? "" }
    /// What went wrong.
    public var error: String { details["error"] ?? "" }
}
