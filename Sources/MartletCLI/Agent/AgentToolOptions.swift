import ArgumentParser
import MartletAPI
import MartletAgent

/// Which tools an agent has, and what happens when one fails.
struct AgentToolOptions: ParsableArguments {
    @Option(
        name: [.customLong("tools"), .customLong("tool")],
        help: ArgumentHelp(
            "A JSON file with tools that the model may call: one with a \"command\" runs that program, one with the name of a built-in tool runs that. May be given several times.",
            valueName: "file"))
    var tools: [String] = []

    @Flag(
        name: [.customLong("built-in-tools"), .customLong("builtin-tools")],
        help: "Give the model calculate, read_file, get_weather and web_search; the last two make their results up.")
    var builtIn = false

    @Option(
        name: .customLong("max-tool-iterations"),
        help: ArgumentHelp("How many answers with tool calls are acted upon; 0 runs no tool.", valueName: "count"))
    var maximumIterations: Int?

    @Option(
        name: .customLong("tool-failure"),
        help: ArgumentHelp(
            "What happens when a tool fails: \(ToolFailurePolicy.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "policy"), transform: { try policy($0) })
    var failure: ToolFailurePolicy?

    private static func policy(_ name: String) throws -> ToolFailurePolicy {
        guard let policy = ToolFailurePolicy(rawValue: name) else {
            throw ValidationError("'\(name)' is nothing that can be done when a tool fails.")
        }
        return policy
    }

    func validate() throws {
        if let maximumIterations, maximumIterations < 0 {
            throw ValidationError("--max-tool-iterations must be 0 or more.")
        }
    }

    /// The fields that the options set.
    var overrides: JSONObject {
        var fields = JSONObject()
        if let maximumIterations { fields["max_tool_iterations"] = .integer(maximumIterations) }
        if let failure { fields["tool_failure_policy"] = .string(failure.rawValue) }
        return fields
    }

    /// Gives an agent its tools.
    ///
    /// - Returns: The names of those that cannot be run, which it was not given.
    /// - Throws: ``CommandFailure`` when a file holds no tools; `ConfigurationError` when two have one name.
    func register(in agent: ChatAgent) async throws -> [String] {
        let file = try ToolFile(tools)
        let commands = Dictionary(file.tools.map { ($0.name, $0) }) { $1 }
        let handlers = BuiltInTools().handlers
        var left: [String] = []
        for definition in file.definitions {
            let name = definition.function?.name ?? ""
            if let tool = commands[name] {
                try await agent.registerTool(tool)
            } else if let handler = handlers[name] {
                try await agent.registerTool(definition, handler: handler)
            } else {
                left.append(name)
            }
        }
        if builtIn {
            let known = Set(await agent.tools.compactMap(\.function?.name))
            for definition in BuiltInTools().definitions {
                // A tool of a file stands above the built-in one of its name.
                guard let name = definition.function?.name, !known.contains(name) else { continue }
                try await agent.registerTool(definition, handler: handlers[name])
            }
        }
        return left
    }
}
