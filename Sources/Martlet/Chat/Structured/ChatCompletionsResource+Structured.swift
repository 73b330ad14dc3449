public import MartletAPI

extension ChatCompletionsResource {
    /// Asks for an answer of a type.
    ///
    /// ```swift
    /// struct Recipe: Decodable { var name: String; var minutes: Int; var ingredients: [String] }
    /// let recipe = try await client.chat.completions.create(request, as: Recipe.self).value
    /// ```
    ///
    /// The type's JSON Schema goes with the request as its `response_format`, in the strict form where the type allows.
    ///
    /// - Parameters:
    ///   - type: What to decode the first choice to.
    ///   - schema: Instead of the type's own, which ``JSONSchema/init(of:strict:)`` makes.
    ///   - options: What holds for this call only.
    /// - Throws: As ``create(_:options:)``; moreover ``MartletError/Code/refused`` when the model refuses,
    ///   ``MartletError/Code/outputCutOff`` when the answer was cut off, ``MartletError/Code/contentFiltered`` when it was
    ///   withheld, ``MartletError/Code/invalidOutput`` when it is not JSON or not of the type, each with the answer as
    ///   ``MartletError/partial``; ``MartletError/Code/invalidArgument`` when no schema can be made from the type.
    public func create<Value: Decodable & Sendable>(
        _ request: ChatCompletionRequest, as type: Value.Type, schema: JSONSchema? = nil,
        options: RequestOptions? = nil
    ) async throws -> StructuredCompletion<Value> {
        let format = try OutputFormat<Value>(schema: schema)
        var request = request
        request.responseFormat = format.responseFormat
        return try format.read(try await create(request, options: options))
    }
}
