public import MartletAPI

extension ChatAgent {
    /// What the model is told about the tools, in the order of registration. It is told with every request.
    public var tools: [ToolDefinition] { core.snapshot.tools.definitions }

    /// Registers a tool that the model may call.
    ///
    /// ```swift
    /// struct Query: Decodable { var city: String }
    /// try await agent.registerTool(
    ///     Tool("get_weather", "The weather in a city.") { (query: Query) async throws in
    ///         try await service.weather(in: query.city)
    ///     })
    /// ```
    ///
    /// Arguments that are not JSON, or not what the tool takes, are a failure of the tool; its body does not run.
    ///
    /// - Parameter replace: Whether a tool of the same name gives way to it. Default false.
    /// - Throws: ``ConfigurationError`` when there is a tool of the name.
    public func registerTool(_ tool: Tool, replace: Bool = false) throws(ConfigurationError) {
        try register(tool.definition, tool, replace)
    }

    /// Registers a tool that is described by a definition in OpenAI's form.
    ///
    /// - Parameters:
    ///   - definition: What the model is told.
    ///   - replace: Whether a tool of the same name gives way to it. Default false.
    ///   - handler: What runs. It gets the arguments after they were checked against the definition's schema. Nil: the
    ///     model is told of the tool, and that nothing runs for it is a failure of the tool when it is called, unless the
    ///     caller runs the tools itself (`autoExecuteTools: false`).
    /// - Throws: ``ConfigurationError`` when there is a tool of the name, or when the definition has no name.
    public func registerTool(
        _ definition: ToolDefinition, replace: Bool = false, handler: ToolHandler? = nil
    ) throws(ConfigurationError) {
        try register(definition, handler.map { Tool(definition, running: $0) }, replace)
    }

    /// Registers a tool that is described by its name and the JSON Schema of its arguments.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - parameters: What the arguments must look like. Nil takes any object.
    ///   - replace: Whether a tool of the same name gives way to it. Default false.
    ///   - handler: What runs.
    /// - Throws: ``ConfigurationError`` when there is a tool of the name.
    public func registerTool(
        name: String, description: String? = nil, parameters: JSONValue? = nil, replace: Bool = false,
        handler: ToolHandler?
    ) throws(ConfigurationError) {
        try registerTool(
            .function(name, description: description, parameters: parameters), replace: replace, handler: handler)
    }

    /// Forgets one tool.
    ///
    /// - Returns: Whether there was one of the name.
    @discardableResult
    public func removeTool(_ name: String) -> Bool {
        core.update { $0.tools.remove(name) }
    }

    /// Forgets all tools.
    public func clearTools() {
        core.update { $0.tools.removeAll() }
    }

    private func register(
        _ definition: ToolDefinition, _ tool: Tool?, _ replace: Bool
    ) throws(ConfigurationError) {
        var tools = core.snapshot.tools
        try tools.add(definition, running: tool, replace: replace)
        let changed = tools
        core.update { $0.tools = changed }
    }
}

extension Tool {
    /// A tool of which a definition and what runs are known.
    init(_ definition: ToolDefinition, running handler: @escaping ToolHandler) {
        let schema = JSONSchema(definition.function?.parameters ?? ["type": "object"])
        self.init(definition.function?.name ?? "", definition.function?.description, schema: schema) {
            (arguments: JSONValue) async throws -> String in try await handler(arguments).toolOutput()
        }
    }
}
