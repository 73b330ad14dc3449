public import MartletAPI

extension ResponsesResource {
    /// Asks for a response of a type.
    ///
    /// ```swift
    /// struct Recipe: Decodable { var name: String; var minutes: Int; var ingredients: [String] }
    /// let recipe = try await client.responses.create(request, as: Recipe.self).value
    /// ```
    ///
    /// The type's JSON Schema goes with the request as its `text.format`, in the strict form where the type allows.
    ///
    /// - Parameters:
    ///   - request: What the model gets. Its `verbosity` is kept.
    ///   - type: What to decode the text to.
    ///   - schema: Instead of the type's own, which ``JSONSchema/init(of:strict:)`` makes.
    ///   - options: What holds for this call only.
    /// - Throws: As ``create(_:options:)``; moreover ``MartletError/Code/refused`` when the model refuses,
    ///   ``MartletError/Code/outputCutOff`` when the answer was cut off, ``MartletError/Code/contentFiltered`` when it was
    ///   withheld, ``MartletError/Code/invalidOutput`` when it is not JSON or not of the type, each with the response as
    ///   ``MartletError/response``; ``MartletError/Code/invalidArgument`` when no schema can be made from the type.
    public func create<Value: Decodable & Sendable>(
        _ request: ResponseRequest, as type: Value.Type, schema: JSONSchema? = nil, options: RequestOptions? = nil
    ) async throws -> StructuredResponse<Value> {
        let format = try OutputFormat<Value>(schema: schema)
        return try format.read(try await create(request.asking(for: format), options: options))
    }

    /// Asks for a response of a type and delivers as much of it as can be known, as it comes.
    ///
    /// - Parameters: As for ``create(_:as:schema:options:)``.
    /// - Throws: As ``stream(_:options:)``; ``MartletError/Code/invalidArgument`` when no schema can be made from the type.
    public func stream<Value: Decodable & Sendable>(
        _ request: ResponseRequest, as type: Value.Type, schema: JSONSchema? = nil, options: RequestOptions? = nil
    ) async throws -> StructuredResponseStream<Value> {
        let format = try OutputFormat<Value>(schema: schema)
        return StructuredResponseStream(
            try await stream(request.asking(for: format), options: options), format: format)
    }
}

extension ResponseRequest {
    /// The request with a form of the answer.
    fileprivate func asking<Value>(for format: OutputFormat<Value>) -> ResponseRequest {
        var request = self
        var text = request.text ?? ResponseTextOptions()
        text.format = ResponseTextFormat(format.responseFormat)
        request.text = text
        return request
    }
}

extension OutputFormat {
    /// Reads a response; see ``read(_:)-(ChatCompletion)``. The error has the response too.
    func read(_ response: ResponseObject) throws(MartletError) -> StructuredResponse<Value> {
        do throws(MartletError) {
            return StructuredResponse(value: try read(ChatCompletion(response)).value, response: response)
        } catch {
            var error = error
            error.response = response
            throw error
        }
    }
}
