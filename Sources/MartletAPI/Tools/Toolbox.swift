/// The tools that a model may call, and what their calls may take.
///
/// ```swift
/// let toolbox = try Toolbox([weather, calendar])
/// request.tools = toolbox.definitions
/// // … an answer comes …
/// request.messages.append(answer)
/// request.messages += try await toolbox.messages(for: answer.toolCalls ?? [])
/// ```
///
/// Whatever a tool does, the conversation goes on: a tool that throws, hangs or returns too much, a name that no tool
/// has and arguments that make no sense all become something that the model reads.
public struct Toolbox: Sendable {
    /// The tools, in the order in which they were given.
    public let tools: [Tool]
    /// What the calls may take.
    public let limits: ToolLimits
    private let toolOfName: [String: Tool]

    /// Creates a toolbox.
    ///
    /// - Throws: ``ToolError`` with ``ToolError/Code/duplicateName`` when two tools have the same name, and with
    ///   ``ToolError/Code/invalidLimit`` when a limit is zero or negative.
    public init(_ tools: [Tool], limits: ToolLimits = ToolLimits()) throws(ToolError) {
        guard limits.timeout > .zero, limits.outputBytes > 0, limits.concurrentCalls > 0 else {
            throw ToolError(code: .invalidLimit, message: "Every limit of a toolbox must be greater than zero.")
        }
        var toolOfName: [String: Tool] = [:]
        for tool in tools where toolOfName.updateValue(tool, forKey: tool.name) != nil {
            throw ToolError(
                code: .duplicateName, message: "Two tools are named '\(tool.name)'. Give each tool its own name.",
                tool: tool.name)
        }
        self.tools = tools
        self.limits = limits
        self.toolOfName = toolOfName
    }

    /// What the model is told about the tools.
    public var definitions: [ToolDefinition] { tools.map(\.definition) }

    /// The tool of this name.
    public subscript(name: String) -> Tool? { toolOfName[name] }
}

extension Toolbox {
    /// Runs one call.
    ///
    /// When its time is over, or the task is cancelled, the tool is cancelled and the caller goes on at once. A tool that
    /// does not heed its cancellation then runs on by itself, and what it returns is dropped. One that blocks its thread
    /// keeps that thread from all other tasks; a tool must not block for long.
    ///
    /// - Returns: What the model is to read, cut at ``ToolLimits/outputBytes``.
    /// - Throws: ``ToolError``, whose message is for the model: ``ToolError/Code/unknownTool``,
    ///   ``ToolError/Code/invalidArguments``, ``ToolError/Code/timeout`` or ``ToolError/Code/failed``, or the one that the
    ///   tool throws. `CancellationError` when the task is cancelled.
    public func call(_ call: ToolCall) async throws -> String {
        let (name, arguments) = (call.function.name, call.function.arguments)
        guard let tool = toolOfName[name] else { throw unknownTool(name) }
        let output = try await ToolDeadline.run(for: limits.timeout) { try await tool.call(arguments) }
        guard let output else {
            throw ToolError(
                code: .timeout, message: "The tool did not finish within \(limits.timeout).", tool: name)
        }
        return limits.cut(output)
    }

    /// Runs the calls of an answer, ``ToolLimits/concurrentCalls`` at a time.
    ///
    /// - Parameter calls: The calls. Those of an answer that was cut off must not run; see
    ///   ``ChatCompletionChoice/executableToolCalls``.
    /// - Returns: One message of role ``ChatRole/tool`` for each call, in their order, to be sent after the message that
    ///   asked for them. The content is the output, or `Error: ` and what went wrong: a call that fails is *not* an error
    ///   here.
    /// - Throws: `CancellationError`, at once, when the task is cancelled.
    public func messages(for calls: [ToolCall]) async throws -> [ChatMessage] {
        try Task.checkCancellation()
        return try await calls.concurrentMap(limit: limits.concurrentCalls) { call in
            do {
                return .tool(try await self.call(call), answering: call.id)
            } catch let error as ToolError {
                return .tool(limits.cut("Error: \(error.message)"), answering: call.id)
            }
        }
    }

    /// What the model is told when it calls a tool that there is not.
    private func unknownTool(_ name: String) -> ToolError {
        let names = tools.prefix(20).map(\.name).joined(separator: ", ")
        let known = tools.isEmpty ? "There are no tools." : "The tools are: \(names)\(tools.count > 20 ? ", …" : "")."
        return ToolError(
            code: .unknownTool, message: "There is no tool named '\(name.prefix(64))'. \(known)",
            tool: String(name.prefix(64)))
    }
}
