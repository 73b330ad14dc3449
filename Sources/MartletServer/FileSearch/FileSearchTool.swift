import MartletAPI

/// Searches the user's files when the model asks for it. Leaves the passages as sources on the answer.
struct FileSearchTool: ServerTool {
    struct Arguments: Decodable, Sendable, JSONSchemaDescribed {
        static let schemaDescriptions = ["query": "What to look for, in words."]
        var query: String
    }

    static let name = "file_search"

    let plan: FileSearchPlan
    var name: String { Self.name }

    func tool(_ recorder: AttachmentRecorder) throws -> Tool {
        try Tool(name, "Searches the user's files by meaning and returns the passages that fit best.") {
            (arguments: Arguments) in
            guard let query = FileSearchPlan.query(for: arguments.query) else {
                throw ToolError(code: .failed, message: "The query is empty.", tool: Self.name)
            }
            do {
                return try await plan.search(query, recorder: recorder) ?? "No passage of the files fits."
            } catch let error as PlatformError {
                throw ToolError(code: .failed, message: error.body.message, tool: Self.name)
            }
        }
    }

    /// What a call of the tool looks for; nil when that cannot be read.
    static func query(of call: ToolCall) -> String? {
        guard let arguments = try? JSONValue(json: call.function.arguments), let query = arguments["query"]?.stringValue
        else { return nil }
        return FileSearchPlan.query(for: query)
    }
}
