import MartletAPI

/// Says what is wrong with a request before anything is done for it.
struct ChatRequestValidator {
    let limits: PlatformLimits

    private static let roles: Set<ChatRole> = [.system, .developer, .user, .assistant, .tool, .function]

    /// - Throws: ``PlatformError`` with 400 and the parameter's name.
    func validate(_ request: ChatCompletionRequest) throws(PlatformError) {
        // Which others there are is the engine's business.
        try RequestBody.check(request.additionalProperties, modelled: Self.parameters, refusesOthers: false)
        try validateMessages(request.messages)
        try RequestBody.check("temperature", request.temperature, in: 0...2)
        try RequestBody.check("top_p", request.topP, in: 0...1)
        try RequestBody.check("frequency_penalty", request.frequencyPenalty, in: -2...2)
        try RequestBody.check("presence_penalty", request.presencePenalty, in: -2...2)
        try RequestBody.check("n", request.n, in: 1...max(1, limits.choices))
        try RequestBody.check("top_logprobs", request.topLogprobs, in: 0...20)
        try RequestBody.check("max_tokens", request.maxTokens, in: 0...Int(Int32.max))
        try RequestBody.check("max_completion_tokens", request.maxCompletionTokens, in: 0...Int(Int32.max))
        if let count = request.topLogprobs, count > 0, request.logprobs != true {
            throw .invalidRequest("top_logprobs needs logprobs to be true.", parameter: "top_logprobs")
        }
        if let stop = request.stop, stop.sequences.contains("") {
            throw .invalidRequest("stop must not contain an empty sequence.", parameter: "stop")
        }
        for (name, bias) in request.logitBias ?? [:] where !(-100...100).contains(bias) {
            throw .invalidRequest(
                "The logit_bias of token \(name) must be between -100 and 100.", parameter: "logit_bias")
        }
        try validateFormat(request.responseFormat)
        if case .unknown(let choice)? = request.toolChoice, choice["type"]?.stringValue == nil {
            throw .invalidRequest(
                "tool_choice must be none, auto, required or an object that names a function.", parameter: "tool_choice"
            )
        }
        if let tools = request.tools {
            for (index, tool) in tools.enumerated() where ![.function, .custom].contains(tool.type) {
                throw .invalidRequest(
                    "tools[\(index)].type must be function, not '\(tool.type)'.", parameter: "tools[\(index)].type")
            }
            for (index, tool) in tools.enumerated() where tool.type == .function && tool.function == nil {
                throw .invalidRequest("tools[\(index)] needs a function with a name.", parameter: "tools[\(index)]")
            }
        }
    }

    /// A part that lacks what its type promises.
    private func validateParts(of message: ChatMessage, at index: Int) throws(PlatformError) {
        guard case .parts(let parts)? = message.content else { return }
        for (position, part) in parts.enumerated() {
            guard case .unknown(let type, let payload) = part else { continue }
            let place = "messages[\(index)].content[\(position)]"
            guard let type else {
                throw .invalidRequest("\(place) must be an object with a type.", parameter: place)
            }
            if type == "text", payload["text"]?.stringValue == nil {
                throw .invalidRequest("\(place) is of type text and needs a text.", parameter: place)
            }
        }
    }

    /// A format that is not understood in full would constrain nothing.
    private func validateFormat(_ format: ResponseFormat?) throws(PlatformError) {
        switch format {
        case nil, .text?, .jsonObject?: return
        case .jsonSchema(_, let schema, _, _)?:
            if case .object = schema { return }
            throw .invalidRequest(
                "response_format.json_schema.schema must be a JSON Schema object.", parameter: "response_format")
        case .unknown(let value)?:
            switch value["type"]?.stringValue {
            case "json_schema":
                if value["json_schema"]?["schema"]?.objectValue != nil { return }
                throw .invalidRequest(
                    "response_format of type json_schema needs json_schema with a name and a schema.",
                    parameter: "response_format")
            // llama.cpp takes a schema beside json_object.
            case "json_object", "text": return
            default:
                throw .invalidRequest(
                    "response_format.type must be text, json_object or json_schema.", parameter: "response_format")
            }
        }
    }

    private func validateMessages(_ messages: [ChatMessage]) throws(PlatformError) {
        guard !messages.isEmpty else {
            throw .invalidRequest("messages must have at least one message.", parameter: "messages")
        }
        guard messages.count <= limits.messages else {
            throw .invalidRequest(
                "There are \(messages.count) messages; the limit is \(limits.messages).", parameter: "messages")
        }
        for (index, message) in messages.enumerated() {
            guard Self.roles.contains(message.role) else {
                let known = Self.roles.map(\.rawValue).sorted().joined(separator: ", ")
                throw .invalidRequest(
                    "messages[\(index)].role must be one of \(known).", parameter: "messages[\(index)].role")
            }
            if message.additionalProperties["content"] != nil {
                throw .invalidRequest(
                    "messages[\(index)].content must be a string, an array of parts, or null.", code: "invalid_type",
                    parameter: "messages[\(index)].content")
            }
            for key in message.additionalProperties.keys where Self.messageMembers.contains(key) {
                throw .invalidRequest(
                    "The value of 'messages[\(index)].\(key)' has the wrong type or form.", code: "invalid_type",
                    parameter: "messages[\(index)].\(key)")
            }
            try validateParts(of: message, at: index)
            if message.content == nil, message.role != .assistant {
                throw .invalidRequest(
                    "messages[\(index)].content is missing.", parameter: "messages[\(index)].content")
            }
        }
    }

    /// The members of a message that an engine reads.
    private static let messageMembers: Set<String> = [
        "function_call", "name", "reasoning", "reasoning_content", "refusal", "tool_call_id", "tool_calls",
    ]

    /// Every parameter that ``ChatCompletionRequest`` models.
    private static let parameters: Set<String> = [
        "model", "messages", "assistant_id", "audio", "enable_thinking", "frequency_penalty", "function_call",
        "functions",
        "logit_bias", "logprobs", "max_completion_tokens", "max_tokens", "metadata", "modalities", "n",
        "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_retention",
        "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
        "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
        "web_search_options",
    ]
}
