import Logging
import MartletAPI

extension ChatAgent {
    /// Registers the tools of a loader for which something runs; the others are reported to the agent's log.
    ///
    /// - Parameter replace: Whether tools of the same names give way to them. Default false.
    /// - Returns: How many were registered.
    /// - Throws: ``ConfigurationError`` when there is a tool of one of the names; none is registered then.
    @discardableResult
    public func registerTools(of loader: ToolLoader, replace: Bool = false) throws(ConfigurationError) -> Int {
        for name in loader.namesWithoutHandler {
            core.telemetry.logger.warning("A tool has no handler and is not registered", metadata: ["tool": "\(name)"])
        }
        let runnable = loader.tools.filter { loader.handlers[$0.function?.name ?? ""] != nil }
        try register(runnable.map { ($0, loader.handlers[$0.function?.name ?? ""]) }, replace: replace)
        return runnable.count
    }

    /// Reads tools from a JSON file and registers those for which there is a handler.
    ///
    /// - Parameters:
    ///   - path: The file; see ``ToolLoader`` for its form.
    ///   - handlers: What runs, by the names of the tools. Default the built-in tools'.
    ///   - replace: Whether tools of the same names give way to them. Default false.
    /// - Returns: How many were registered.
    /// - Throws: ``ConfigurationError`` when the file cannot be read or holds no tools, and when there is a tool of one of
    ///   the names.
    @discardableResult
    public func loadTools(
        from path: String, handlers: [String: ToolHandler] = BuiltInTools().handlers, replace: Bool = false
    ) throws(ConfigurationError) -> Int {
        var loader = ToolLoader(handlers: handlers, logger: core.telemetry.logger)
        try loader.load(from: path)
        return try registerTools(of: loader, replace: replace)
    }

    /// Reads tools from several JSON files and registers those for which there is a handler. A file that cannot be read is
    /// reported to the agent's log and left out.
    ///
    /// Parameters, result and errors are those of the method before this one.
    @discardableResult
    public func loadTools(
        from paths: [String], handlers: [String: ToolHandler] = BuiltInTools().handlers, replace: Bool = false
    ) throws(ConfigurationError) -> Int {
        var loader = ToolLoader(handlers: handlers, logger: core.telemetry.logger)
        loader.load(fromAll: paths)
        return try registerTools(of: loader, replace: replace)
    }

    /// Registers built-in tools.
    ///
    /// - Parameters:
    ///   - set: Which; there is `all` only. Another name is reported to the agent's log.
    ///   - builtIn: How they work, such as where `read_file` may read.
    ///   - replace: Whether tools of the same names give way to them. Default false.
    /// - Returns: How many were registered: 0 for a set that there is not.
    /// - Throws: ``ConfigurationError`` when there is a tool of one of the names; none is registered then.
    @discardableResult
    public func loadBuiltInTools(
        _ set: String = "all", _ builtIn: BuiltInTools = BuiltInTools(), replace: Bool = false
    ) throws(ConfigurationError) -> Int {
        guard set == "all" else {
            core.telemetry.logger.warning(
                "There is no such set of tools; there is 'all'", metadata: ["set": "\(set)"])
            return 0
        }
        try register(builtIn.definitions.map { ($0, builtIn.handlers[$0.function?.name ?? ""]) }, replace: replace)
        return builtIn.definitions.count
    }

    private func register(
        _ added: [(ToolDefinition, ToolHandler?)], replace: Bool
    ) throws(ConfigurationError) {
        // All or none.
        var tools = core.snapshot.tools
        for (definition, handler) in added {
            try tools.add(definition, running: handler.map { Tool(definition, running: $0) }, replace: replace)
        }
        let changed = tools
        core.update { $0.tools = changed }
    }
}
