import MartletAPI
import MartletServer

/// A request in the form that `llama-server` understands, or the reason why it cannot honour it.
struct LlamaRequest {
    var request: ChatCompletionRequest

    /// The tool call that the answer has to be; nil when the model is free to answer.
    private(set) var forcedCall: ForcedToolCall?

    /// - Parameter hasProjector: Whether the model can see images.
    /// - Throws: ``PlatformError`` with 400 and the name of a parameter that would be ignored.
    init(_ original: ChatCompletionRequest, hasProjector: Bool) throws(PlatformError) {
        try Self.refuseUnsupported(original, hasProjector: hasProjector)
        request = original
        request.model = nil
        request.stream = true
        request.additionalProperties["return_progress"] = true
        if original.seed != nil { LlamaParameters.makeRepeatable(&request.additionalProperties) }
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
        if let call = try ForcedToolCall(original) {
            guard [nil, .text].contains(original.responseFormat) else {
                throw .invalidRequest(
                    "A demanded tool call has the form of its arguments: leave out response_format.",
                    code: "unsupported_parameter", parameter: "response_format")
            }
            // The engine's own tool choice does not keep a small model from chatting; a grammar does.
            request.toolChoice = ToolChoice.none
            request.parallelToolCalls = nil
            request.responseFormat = call.responseFormat
            forcedCall = call
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
            ("tools", request.tools?.contains { $0.type != .function } ?? false),
            ("store", request.store == true),
        ]
        for (name, isSet) in unsupported where isSet { throw LlamaParameters.refusal(of: name) }
        for name in request.additionalProperties.keys where !LlamaParameters.own.contains(name) {
            throw LlamaParameters.refusal(of: name)
        }
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
                        "\(place) is an image, which this model cannot see: put its projector (mmproj-….gguf) beside it, or use another.",
                        code: "unsupported_content", parameter: place)
                case .videoURL, .inputAudio, .unknown:
                    throw .invalidRequest(
                        "\(place): this engine takes text\(hasProjector ? " and images" : "") only.",
                        code: "unsupported_content", parameter: place)
                }
            }
        }
    }
}
