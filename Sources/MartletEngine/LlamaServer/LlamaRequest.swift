import MartletAPI
import MartletServer

/// A request in the form that `llama-server` understands, or the reason why it cannot honour it.
struct LlamaRequest {
    private(set) var request: ChatCompletionRequest

    /// Parameters of llama.cpp's own that clients may send beside OpenAI's.
    private static let ownParameters: Set<String> = [
        "cache_prompt", "chat_template_kwargs", "dry_allowed_length", "dry_base", "dry_multiplier",
        "dry_penalty_last_n", "dry_sequence_breakers", "dynatemp_exponent", "dynatemp_range", "grammar",
        "grammar_lazy", "id_slot", "ignore_eos", "json_schema", "min_keep", "min_p", "mirostat", "mirostat_eta",
        "mirostat_tau", "n_keep", "n_probs", "parse_tool_calls", "post_sampling_probs", "reasoning_format",
        "repeat_last_n", "repeat_penalty", "samplers", "thinking_budget_tokens", "timings_per_token", "top_k",
        "top_n_sigma", "typical_p", "xtc_probability", "xtc_threshold",
    ]

    /// - Parameter hasProjector: Whether the model can see images.
    /// - Throws: ``PlatformError`` with 400 and the name of a parameter that would be ignored.
    init(_ original: ChatCompletionRequest, hasProjector: Bool) throws(PlatformError) {
        try Self.refuseUnsupported(original, hasProjector: hasProjector)
        request = original
        request.model = nil
        request.stream = true
        request.additionalProperties["return_progress"] = true
        if original.stream != true {
            request.streamOptions = StreamOptions(includeUsage: true)
        }
        // PixiGPT: no limit is passed on "when absent or 0"; llama-server would generate one token for 0.
        request.maxTokens = original.maxCompletionTokens ?? original.maxTokens
        if request.maxTokens == 0 { request.maxTokens = nil }
        request.maxCompletionTokens = nil
        if original.responseFormat == .jsonObject {
            // llama-server only constrains the answer when there is a schema.
            request.responseFormat = .unknown(["type": "json_object", "schema": ["type": "object"]])
        }
        // How much to think is a matter of the model's template.
        var arguments = original.additionalProperties["chat_template_kwargs"]?.objectValue ?? [:]
        if let isThinking = original.enableThinking { arguments["enable_thinking"] = .bool(isThinking) }
        if let effort = original.reasoningEffort { arguments["reasoning_effort"] = .string(effort.rawValue) }
        request.enableThinking = nil
        request.reasoningEffort = nil
        if !arguments.isEmpty { request.additionalProperties["chat_template_kwargs"] = .object(arguments) }
        // These are for a platform's own books, and say nothing to a model.
        request.metadata = nil
        request.user = nil
        request.safetyIdentifier = nil
        request.promptCacheKey = nil
        request.promptCacheRetention = nil
        request.serviceTier = nil
        request.store = nil
        for index in request.messages.indices where request.messages[index].role == .developer {
            // The newer name of the same thing; chat templates know the older.
            request.messages[index].role = .system
        }
    }

    private static func refuseUnsupported(
        _ request: ChatCompletionRequest, hasProjector: Bool
    ) throws(PlatformError) {
        let unsupported: [(String, Bool)] = [
            ("assistant_id", request.assistantID?.isEmpty == false),
            ("audio", request.audio != nil),
            ("modalities", request.modalities.map { $0 != [.text] } ?? false),
            ("prediction", request.prediction != nil),
            ("web_search_options", request.webSearchOptions != nil),
            ("functions", request.functions?.isEmpty == false),
            ("function_call", request.functionCall != nil),
            ("verbosity", request.verbosity != nil),
            ("store", request.store == true),
        ]
        for (name, isSet) in unsupported where isSet { throw refusal(of: name) }
        for name in request.additionalProperties.keys where !ownParameters.contains(name) { throw refusal(of: name) }
        if let format = request.additionalProperties["reasoning_format"],
            !["none", "auto", "deepseek", "deepseek-legacy"].contains(format.stringValue ?? "")
        {
            throw .invalidRequest(
                "reasoning_format must be none, auto, deepseek or deepseek-legacy.", parameter: "reasoning_format")
        }
        for (index, message) in request.messages.enumerated() {
            guard case .parts(let parts)? = message.content else { continue }
            for (position, part) in parts.enumerated() {
                let place = "messages[\(index)].content[\(position)]"
                switch part {
                // Known kinds with members of their own, such as other platforms' `cache_control`, stay unknown as a whole.
                case .text, .refusal, .unknown(type: "text", _), .unknown(type: "refusal", _): continue
                case .imageURL where hasProjector: continue
                case .unknown(type: "image_url", _) where hasProjector: continue
                case .imageURL, .unknown(type: "image_url", _):
                    throw .invalidRequest(
                        "This model cannot see images: put its projector (mmproj-….gguf) beside it, or use another.",
                        code: "unsupported_content", parameter: place)
                case .videoURL, .inputAudio, .unknown:
                    throw .invalidRequest(
                        "This engine takes text\(hasProjector ? " and images" : "") only.",
                        code: "unsupported_content", parameter: place)
                }
            }
        }
    }

    private static func refusal(of name: String) -> PlatformError {
        .invalidRequest(
            "The parameter '\(name)' is not supported by the local engine, and would be ignored. Leave it out.",
            code: "unsupported_parameter", parameter: name)
    }
}
