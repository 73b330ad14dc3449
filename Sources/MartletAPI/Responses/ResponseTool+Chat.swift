extension ResponseTool {
    /// The tool as the Responses API has it; nil for one that is no function.
    ///
    /// OpenAI makes a function strict here unless told otherwise, and in chat completions the other way round; the
    /// definition's meaning is kept.
    public init?(_ definition: ToolDefinition) {
        guard let function = definition.function else { return nil }
        var tool = ResponseFunctionTool(
            name: function.name, description: function.description,
            parameters: function.parameters ?? Self.noArguments, strict: function.strict ?? false)
        tool.additionalProperties = function.additionalProperties
        self = .function(tool)
    }

    /// The tool as chat completions have it; nil for one that is no function.
    public var definition: ToolDefinition? {
        guard case .function(let tool) = self else { return nil }
        var function = FunctionDefinition(
            name: tool.name, description: tool.description, parameters: tool.parameters)
        function.strict = tool.strict
        function.additionalProperties = tool.additionalProperties
        return ToolDefinition(type: .function, function: function)
    }
}

extension ResponseToolChoice {
    /// The choice as the Responses API has it.
    public init(_ choice: ToolChoice) {
        switch choice {
        case .auto: self = .auto
        case .none: self = .none
        case .required: self = .required
        case .function(let name): self = .function(name)
        case .unknown(let value): self = .unknown(value)
        }
    }

    /// The choice as chat completions have it; nil for one of something else than a function.
    public var chatChoice: ToolChoice? {
        switch self {
        case .auto: .auto
        case .none: ToolChoice.none
        case .required: .required
        case .function(let name): .function(name)
        case .custom, .unknown: nil
        }
    }
}

extension ResponseTextFormat {
    /// The form as the Responses API has it.
    public init(_ format: ResponseFormat) {
        switch format {
        case .text: self = .text
        case .jsonObject: self = .jsonObject
        case .jsonSchema(let name, let schema, let description, let strict):
            self = .jsonSchema(name: name, schema: schema, description: description, strict: strict)
        case .unknown(let value): self = .unknown(value)
        }
    }

    /// The form as chat completions have it.
    public var chatFormat: ResponseFormat {
        switch self {
        case .text: .text
        case .jsonObject: .jsonObject
        case .jsonSchema(let name, let schema, let description, let strict):
            .jsonSchema(name: name, schema: schema, description: description, strict: strict)
        case .unknown(let value): .unknown(value)
        }
    }
}

extension ResponseFunctionCall {
    /// The call as an item.
    public init(_ call: ToolCall) {
        self.init(callID: call.id, name: call.function.name, arguments: call.function.arguments, status: .completed)
    }

    /// The call as chat completions have it. Arguments that are left out are none.
    public var toolCall: ToolCall {
        let arguments = arguments.utf8.allSatisfy(\.isJSONWhitespace) ? "{}" : arguments
        return ToolCall(
            id: callID, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }
}

extension ResponseUsage {
    /// The counts as the Responses API has them.
    public init(_ usage: CompletionUsage) {
        self.init(
            inputTokens: usage.promptTokens, outputTokens: usage.completionTokens, totalTokens: usage.totalTokens)
        inputTokensDetails = ResponseInputTokensDetails(cachedTokens: usage.promptTokensDetails?.cachedTokens ?? 0)
        outputTokensDetails = ResponseOutputTokensDetails(
            reasoningTokens: usage.completionTokensDetails?.reasoningTokens ?? 0)
    }

    /// The counts as chat completions have them.
    public var completionUsage: CompletionUsage {
        var usage = CompletionUsage(
            promptTokens: inputTokens, completionTokens: outputTokens, totalTokens: totalTokens)
        if let cached = inputTokensDetails?.cachedTokens {
            usage.promptTokensDetails = PromptTokensDetails()
            usage.promptTokensDetails?.cachedTokens = cached
        }
        if let reasoning = outputTokensDetails?.reasoningTokens {
            usage.completionTokensDetails = CompletionTokensDetails()
            usage.completionTokensDetails?.reasoningTokens = reasoning
        }
        return usage
    }
}
