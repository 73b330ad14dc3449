extension Tool {
    /// A tool whose arguments are described by their type.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - strict: Whether the server is told to keep the model to the schema, which then is one for OpenAI's strict
    ///     mode; see ``JSONSchema/init(of:strict:)``. Default false.
    ///   - body: What runs. It is cancelled when the caller is, or when its time is over.
    /// - Throws: ``JSONSchemaError`` when no schema can be made from the type, and with
    ///   ``JSONSchemaError/Code/notAnObject`` when the type is not decoded from an object.
    public init<Arguments: Decodable & Sendable, Output: ToolOutput>(
        _ name: String, _ description: String? = nil, strict: Bool = false,
        _ body: @escaping @Sendable (Arguments) async throws -> Output
    ) throws(JSONSchemaError) {
        let schema = try JSONSchema(argumentsOf: Arguments.self, strict: strict)
        self.init(name, description, schema: schema, strict: strict) { text in
            let arguments = try ToolArguments(text)
            return try await body(try arguments.decode(explainedBy: schema)).toolOutput()
        }
    }

    /// A tool whose arguments are described by their type, and whose result the model reads as JSON.
    ///
    /// Parameters and errors are those of the initializer before this one.
    @_disfavoredOverload
    public init<Arguments: Decodable & Sendable, Output: Encodable & Sendable>(
        _ name: String, _ description: String? = nil, strict: Bool = false,
        _ body: @escaping @Sendable (Arguments) async throws -> Output
    ) throws(JSONSchemaError) {
        try self.init(name, description, strict: strict) { (arguments: Arguments) async throws in
            JSONOutput(try await body(arguments))
        }
    }

    /// A tool with typed arguments and a schema that is written down.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - schema: What the arguments must look like. They are checked before they are decoded.
    ///   - strict: Whether the server is told to keep the model to the schema. Default false.
    ///   - body: What runs. It is cancelled when the caller is, or when its time is over.
    public init<Arguments: Decodable & Sendable, Output: ToolOutput>(
        _ name: String, _ description: String? = nil, schema: JSONSchema, strict: Bool = false,
        _ body: @escaping @Sendable (Arguments) async throws -> Output
    ) {
        self.init(name, description, schema: schema, strict: strict) { text in
            let arguments = try ToolArguments(text)
            try arguments.check(against: schema)
            return try await body(try arguments.decode(explainedBy: schema)).toolOutput()
        }
    }

    /// A tool with typed arguments and a schema that is written down, whose result the model reads as JSON.
    ///
    /// Parameters and errors are those of the initializer before this one.
    @_disfavoredOverload
    public init<Arguments: Decodable & Sendable, Output: Encodable & Sendable>(
        _ name: String, _ description: String? = nil, schema: JSONSchema, strict: Bool = false,
        _ body: @escaping @Sendable (Arguments) async throws -> Output
    ) {
        self.init(name, description, schema: schema, strict: strict) { (arguments: Arguments) async throws in
            JSONOutput(try await body(arguments))
        }
    }
}

extension JSONSchema {
    /// The schema of a type that the arguments of a tool have.
    fileprivate init<Arguments: Decodable>(
        argumentsOf type: Arguments.Type, strict: Bool
    ) throws(JSONSchemaError) {
        try self.init(of: type, strict: strict)
        guard value["type"] == "object" else {
            throw JSONSchemaError(
                .notAnObject, type, at: [],
                "the arguments of a tool are a JSON object. Put the value into a struct, or give a schema")
        }
    }
}
