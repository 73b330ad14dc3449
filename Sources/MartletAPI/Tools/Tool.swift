/// A function of the program that a model may call: what the model is told about it, and what runs.
///
/// ```swift
/// let weather = try Tool("get_weather", "The weather in a city.") { (query: WeatherQuery) async throws in
///     try await service.weather(in: query.city)
/// }
/// ```
///
/// The body takes any `Decodable` type, from which the JSON Schema of the arguments is made, and returns a `String`,
/// which the model reads as it is, any `Encodable` value, which it reads as JSON, or another ``ToolOutput``.
/// A ``Toolbox`` runs the calls of an answer.
public struct Tool: Sendable {
    /// What the model is told.
    public let definition: ToolDefinition
    /// The name under which the model calls it.
    public let name: String
    /// Takes the arguments as the model wrote them.
    private let run: @Sendable (String) async throws -> String

    init(
        _ name: String, _ description: String?, schema: JSONSchema, strict: Bool,
        run: @escaping @Sendable (String) async throws -> String
    ) {
        var function = FunctionDefinition(name: name, description: description, parameters: schema.value)
        if strict { function.strict = true }
        definition = ToolDefinition(type: .function, function: function)
        self.name = name
        self.run = run
    }

    /// Runs the tool.
    ///
    /// No text, white space and `null` count as `{}`. Raw control characters inside of strings are tolerated, and so is
    /// an object that is encoded twice, as JSON in a JSON string: models write all of these.
    ///
    /// - Parameter arguments: The arguments as JSON text, as the model wrote them.
    /// - Returns: What the model is to read.
    /// - Throws: ``ToolError`` with ``ToolError/Code/invalidArguments``, or with ``ToolError/Code/failed`` when the body
    ///   or its output throws; `CancellationError` when the task is cancelled.
    public func call(_ arguments: String) async throws -> String {
        do {
            return try await run(arguments)
        } catch {
            if Task.isCancelled { throw CancellationError() }
            guard var error = error as? ToolError else { throw ToolError(failureOf: name, error) }
            if error.tool == nil { error.tool = name }
            throw error
        }
    }
}
