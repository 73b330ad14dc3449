import Foundation
public import Logging
public import MartletAPI

/// Reads tools from JSON files, and knows what runs for them.
///
/// A file holds an array of definitions in OpenAI's form, or one of them:
///
/// ```json
/// [{"type": "function", "function": {"name": "now", "description": "The time.", "parameters": {"type": "object"}}}]
/// ```
///
/// ```swift
/// var loader = ToolLoader(handlers: ["now": { _ in Date().formatted() }])
/// try loader.load(from: "tools.json")
/// let count = try await agent.registerTools(of: loader)
/// ```
public struct ToolLoader: Sendable {
    /// What runs, by the names of the tools.
    public var handlers: [String: ToolHandler]
    /// Where files that cannot be read, and tools without a handler, are reported. Default nowhere.
    public var logger: Logger?
    /// The most bytes that a file may have. Default 16 MiB.
    public var maximumFileBytes: Int
    /// What was loaded, in order. A tool that is loaded again is at its first place, as it was loaded last.
    public private(set) var tools: [ToolDefinition] = []

    /// Creates a loader that knows no tools yet.
    ///
    /// - Parameter handlers: What runs, by the names of the tools. Default the built-in tools'.
    public init(
        handlers: [String: ToolHandler] = BuiltInTools().handlers, logger: Logger? = nil,
        maximumFileBytes: Int = 16 << 20
    ) {
        self.handlers = handlers
        self.logger = logger
        self.maximumFileBytes = maximumFileBytes
    }

    // MARK: Reading

    /// Loads the tools of a file.
    ///
    /// - Returns: The tools of this file.
    /// - Throws: ``ConfigurationError`` when the file cannot be read, is larger than ``maximumFileBytes``, or holds
    ///   something that is no tool; nothing of it is loaded then.
    @discardableResult
    public mutating func load(from path: String) throws(ConfigurationError) -> [ToolDefinition] {
        let loaded = try definitions(in: path)
        for definition in loaded {
            let name = definition.function?.name
            if let index = tools.firstIndex(where: { $0.function?.name == name }) {
                tools[index] = definition
            } else {
                tools.append(definition)
            }
        }
        return loaded
    }

    /// Loads the tools of several files. One that cannot be loaded is reported to ``logger`` and left out.
    ///
    /// - Returns: The tools of all files that could be loaded.
    @discardableResult
    public mutating func load(fromAll paths: [String]) -> [ToolDefinition] {
        var loaded: [ToolDefinition] = []
        for path in paths {
            do throws(ConfigurationError) {
                loaded += try load(from: path)
            } catch {
                logger?.warning("A tool file was left out", metadata: ["path": "\(path)", "error": "\(error.message)"])
            }
        }
        return loaded
    }

    private func definitions(in path: String) throws(ConfigurationError) -> [ToolDefinition] {
        func failure(_ reason: String, _ cause: (any Error)? = nil) -> ConfigurationError {
            ConfigurationError("\(path): \(reason)", details: ["file_path": path], cause: cause)
        }
        let data: Data
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            guard size <= maximumFileBytes else {
                throw failure("the file has \(size) bytes; the limit is \(maximumFileBytes).")
            }
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw failure("the file of tools cannot be read. Is the path right?", error)
        }
        do throws(JSONError) {
            let value = try JSONValue(json: data)
            return try (value.arrayValue ?? [value]).map { (entry) throws(JSONError) in
                let definition = try ToolDefinition(json: try entry.jsonBytes())
                guard let name = definition.function?.name, !name.isEmpty else {
                    throw JSONError(code: .missingField, message: "a tool has no function with a name")
                }
                return definition
            }
        } catch {
            throw failure(
                "the file holds no tools: \(error). Each needs {\"type\": \"function\", \"function\": {\"name\": …}}.",
                error)
        }
    }

    // MARK: Asking

    /// The loaded tool of a name.
    public func tool(named name: String) -> ToolDefinition? { tools.first { $0.function?.name == name } }

    /// What runs for a tool that was loaded; nil when nothing does, and for a tool that was not loaded.
    public func handler(for name: String) -> ToolHandler? { tool(named: name) == nil ? nil : handlers[name] }

    /// The names of the loaded tools, in order.
    public var loadedNames: [String] { tools.compactMap(\.function?.name) }

    /// The loaded tools for which nothing runs.
    public var namesWithoutHandler: [String] { loadedNames.filter { handlers[$0] == nil } }

    /// Forgets the loaded tools. The handlers stay.
    public mutating func clear() { tools = [] }
}
