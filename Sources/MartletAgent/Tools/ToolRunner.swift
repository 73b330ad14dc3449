import Foundation
import MartletAPI

/// Runs the tool calls of an agent, one at a time.
struct ToolRunner: Sendable {
    let registry: ToolRegistry
    let limits: ToolLimits
    let queue: CallQueue

    /// Runs one call.
    ///
    /// - Returns: What the model is to read.
    /// - Throws: ``ToolExecutionError``; `CancellationError` when the task is cancelled.
    func run(_ call: ToolCall) async throws -> String {
        let name = call.function.name
        guard let tool = registry[name] else { throw registry.missing(name) }
        do {
            let toolbox = try Toolbox([tool], limits: limits)
            return try await queue.surrounding { try await toolbox.call(call) }
        } catch let error as ToolError {
            throw ToolExecutionError.of(error, tool: name)
        }
    }

    /// Whether there is something to run.
    func canRun(_ call: ToolCall) -> Bool { registry[call.function.name] != nil }
}

extension ToolExecutionError {
    /// The error for what a tool threw, with the words of the error itself.
    static func of(_ error: ToolError, tool name: String) -> ToolExecutionError {
        // A tool that throws a `ToolError` itself has chosen its words; other errors were given some around their own.
        guard error.code == .failed, error.message.hasPrefix("The tool failed: "), let cause = error.cause else {
            return ToolExecutionError(error, tool: name)
        }
        return ToolExecutionError(
            "The tool '\(name)' failed: \(words(of: cause))", tool: name, error: words(of: cause), cause: cause)
    }

    private static func words(of error: any Error) -> String {
        if let error = error as? ToolError { return error.message }
        if let error = error as? any ChatAPIError { return error.message }
        if let text = (error as? any LocalizedError)?.errorDescription { return text }
        return String(describing: error)
    }
}
