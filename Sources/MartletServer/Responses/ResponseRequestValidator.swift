import MartletAPI

/// Says what is wrong with a request for a response before anything is done for it.
struct ResponseRequestValidator {
    let limits: PlatformLimits

    /// - Throws: ``PlatformError`` with 400 and the parameter's name.
    func validate(_ request: ResponseRequest) throws(PlatformError) {
        var others = request.additionalProperties
        for name in Self.hints { others[name] = nil }
        // An empty or absent list asks for nothing.
        if let value = others["context_management"], value.isNull || value == [] { others["context_management"] = nil }
        try RequestBody.check(others, modelled: Self.parameters, refusesOthers: true)
        try refuseUnavailable(request)
        try RequestBody.check("temperature", request.temperature, in: 0...2)
        try RequestBody.check("top_p", request.topP, in: 0...1)
        try RequestBody.check("top_logprobs", request.topLogprobs, in: 0...20)
        try RequestBody.check("max_output_tokens", request.maxOutputTokens, in: 1...Int(Int32.max))
        try RequestBody.check("max_tool_calls", request.maxToolCalls, in: 1...Int(Int32.max))
        try validateText(request.text)
        try validateStream(request)
        try validateInclude(request.include)
        if let truncation = request.truncation, ![.auto, .disabled].contains(truncation) {
            throw .invalidRequest("truncation must be auto or disabled.", parameter: "truncation")
        }
        let metadata = (request.metadata ?? [:]).map { (key: $0.key, value: JSONValue.string($0.value)) }
        _ = try Metadata.checked(.object(JSONObject(metadata)))
    }

    /// What this platform does not have.
    private func refuseUnavailable(_ request: ResponseRequest) throws(PlatformError) {
        let unavailable: [(String, JSONValue?, String)] = [
            ("conversation", request.conversation, "Continue a response with previous_response_id."),
            ("prompt", request.prompt, "Send the prompt as instructions and input."),
        ]
        for (name, value, advice) in unavailable {
            guard let value, value != .null else { continue }
            throw .invalidRequest(
                "The parameter '\(name)' is not supported on this platform. \(advice)", code: "unsupported_parameter",
                parameter: name)
        }
    }

    private func validateText(_ text: ResponseTextOptions?) throws(PlatformError) {
        guard let text else { return }
        for name in text.additionalProperties.keys {
            throw .invalidRequest(
                "The parameter 'text.\(name)' is not supported, and would be ignored. Leave it out.",
                code: "unsupported_parameter", parameter: "text.\(name)")
        }
        switch text.format {
        case nil, .text?, .jsonObject?: return
        case .jsonSchema(_, let schema, _, _)?:
            guard schema.objectValue != nil else {
                throw .invalidRequest(
                    "text.format.schema must be a JSON Schema object.", parameter: "text.format.schema")
            }
        case .unknown?:
            throw .invalidRequest(
                "text.format must be of type text, json_object, or json_schema with a name and a schema.",
                parameter: "text.format")
        }
    }

    private func validateStream(_ request: ResponseRequest) throws(PlatformError) {
        guard let options = request.streamOptions else { return }
        guard request.stream == true else {
            throw .invalidRequest("stream_options are for streams: set stream to true.", parameter: "stream_options")
        }
        let known: Set<String> = ["include_obfuscation"]
        guard options.includeUsage == nil, options.additionalProperties.keys.allSatisfy(known.contains) else {
            throw .invalidRequest(
                "Of stream_options, only include_obfuscation is known. A stream of a response always ends with its usage.",
                code: "unsupported_parameter", parameter: "stream_options")
        }
    }

    /// What the platform never has is not included either; so most of these ask for nothing.
    private func validateInclude(_ include: [ResponseIncludable]?) throws(PlatformError) {
        for (index, name) in (include ?? []).enumerated() where !Self.includable.contains(name) {
            throw .invalidRequest(
                "include[\(index)] is '\(name.rawValue.prefix(80))', which this platform does not know. Leave it out.",
                parameter: "include[\(index)]")
        }
    }

    /// Parameters for a platform's own books, its caches and its review of users. They say nothing to a model.
    private static let hints: Set<String> = ["client_metadata", "prompt_cache_options"]

    private static let includable: Set<ResponseIncludable> = [
        .reasoningEncryptedContent, .outputTextLogprobs, .inputImageURL, .fileSearchResults, .webSearchSources,
        .codeInterpreterOutputs, .computerCallOutputImageURL, "web_search_call.results",
    ]

    /// Every parameter that ``ResponseRequest`` models.
    private static let parameters: Set<String> = [
        "background", "conversation", "include", "input", "instructions", "max_output_tokens", "max_tool_calls",
        "metadata", "model", "parallel_tool_calls", "previous_response_id", "prompt", "prompt_cache_key",
        "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store", "stream", "stream_options",
        "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user",
    ]
}
