import MartletAPI

/// The tools of an agent: what the model is told, and what runs.
struct ToolRegistry: Sendable {
    /// What the model is told, in the order of registration.
    private(set) var definitions: [ToolDefinition] = []
    private var tools: [String: Tool] = [:]

    /// The tool that runs under a name; nil when there is none, or when nothing runs for it.
    subscript(name: String) -> Tool? { tools[name] }

    /// The names of all tools, with what runs and without.
    var names: [String] { definitions.compactMap(\.function?.name) }

    /// Adds a tool.
    ///
    /// - Parameter replace: Whether one of the same name gives way, and its place, to it.
    /// - Throws: ``ConfigurationError`` for a name that is taken or empty.
    mutating func add(
        _ definition: ToolDefinition, running tool: Tool?, replace: Bool
    ) throws(ConfigurationError) {
        guard let name = definition.function?.name, !name.isEmpty else {
            throw ConfigurationError("A tool needs a function with a name.")
        }
        if let index = definitions.firstIndex(where: { $0.function?.name == name }) {
            guard replace else {
                throw ConfigurationError(
                    "There is a tool named '\(name)' already. Give the tool another name, or register it with replace.",
                    details: ["tool": name])
            }
            definitions[index] = definition
        } else {
            definitions.append(definition)
        }
        tools[name] = tool
    }

    /// Forgets a tool.
    ///
    /// - Returns: Whether there was one.
    mutating func remove(_ name: String) -> Bool {
        tools[name] = nil
        let count = definitions.count
        definitions.removeAll { $0.function?.name == name }
        return definitions.count < count
    }

    mutating func removeAll() { self = ToolRegistry() }

    /// Why there is nothing to run under a name.
    func missing(_ name: String) -> ToolExecutionError {
        let known = definitions.isEmpty ? "no tool is registered" : "registered are \(names.joined(separator: ", "))"
        let error =
            if name.isEmpty {
                "the call names no function"
            } else if names.contains(name) {
                "no handler is registered for it"
            } else {
                "there is no such tool; \(known)"
            }
        return ToolExecutionError(
            "The tool '\(name.prefix(64))' cannot be run: \(error).", tool: String(name.prefix(64)), error: error)
    }
}
