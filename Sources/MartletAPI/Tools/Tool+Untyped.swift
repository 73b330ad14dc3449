extension Tool {
    /// A tool that takes its arguments as they come.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - schema: What the arguments must look like. They are checked before the body runs, and are always an object.
    ///   - strict: Whether the server is told to keep the model to the schema. Default false.
    ///   - body: What runs. It is cancelled when the caller is, or when its time is over.
    public init<Output: ToolOutput>(
        _ name: String, _ description: String? = nil, schema: JSONSchema, strict: Bool = false,
        _ body: @escaping @Sendable (JSONValue) async throws -> Output
    ) {
        self.init(name, description, schema: schema, strict: strict) { text in
            let arguments = try ToolArguments(text)
            try arguments.check(against: schema)
            return try await body(arguments.value).toolOutput()
        }
    }

    /// A tool that takes its arguments as they come, and whose result the model reads as JSON.
    ///
    /// Parameters and errors are those of the initializer before this one.
    @_disfavoredOverload
    public init<Output: Encodable & Sendable>(
        _ name: String, _ description: String? = nil, schema: JSONSchema, strict: Bool = false,
        _ body: @escaping @Sendable (JSONValue) async throws -> Output
    ) {
        self.init(name, description, schema: schema, strict: strict) { (arguments: JSONValue) async throws in
            JSONOutput(try await body(arguments))
        }
    }

    /// A tool without arguments. What the model sends anyway is ignored.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - body: What runs. It is cancelled when the caller is, or when its time is over.
    public init<Output: ToolOutput>(
        _ name: String, _ description: String? = nil, _ body: @escaping @Sendable () async throws -> Output
    ) {
        // Some servers refuse a function without parameters.
        let schema: JSONSchema = ["type": "object", "properties": [:], "additionalProperties": false]
        self.init(name, description, schema: schema, strict: false) { _ in try await body().toolOutput() }
    }

    /// A tool without arguments, whose result the model reads as JSON.
    ///
    /// Parameters and errors are those of the initializer before this one.
    @_disfavoredOverload
    public init<Output: Encodable & Sendable>(
        _ name: String, _ description: String? = nil, _ body: @escaping @Sendable () async throws -> Output
    ) {
        self.init(name, description) { () async throws in JSONOutput(try await body()) }
    }
}
