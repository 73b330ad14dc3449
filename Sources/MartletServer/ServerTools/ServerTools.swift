import MartletAPI

/// The table of the tools that the platform runs.
struct ServerTools: Sendable {
    let tools: [any ServerTool]
    /// What one call may take.
    var limits = ToolLimits(timeout: .seconds(30), outputBytes: 16 << 10)

    /// The tools that an assistant's runs may use.
    ///
    /// - Parameter others: Tools of the one run.
    func toolbox(
        for assistant: StoredAssistant, recorder: AttachmentRecorder, and others: [any ServerTool] = []
    ) throws -> Toolbox {
        let selection = ToolSelection(assistant.toolsConfig)
        let selected = tools.filter { selection.includes($0.name) }
        return try Toolbox((selected + others).map { try $0.tool(recorder) }, limits: limits)
    }
}
