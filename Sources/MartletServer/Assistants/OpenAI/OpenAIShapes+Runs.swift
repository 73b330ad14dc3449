import MartletAPI

extension OpenAIShapes {
    /// - Parameter assistant: What answers with its own instructions and tools where the run has none, as those that
    ///   PixiGPT's clients make.
    static func run(_ stored: StoredRun, assistant: StoredAssistant? = nil) -> JSONValue {
        let parameters = stored.parameters
        let state = stored.state
        func ended(_ states: RunState...) -> JSONValue { states.contains(state) ? orNull(stored.endedAt) : .null }
        return [
            "id": .string(stored.id.rawValue), "object": "thread.run", "created_at": .integer(stored.createdAt),
            "thread_id": .string(stored.threadID.rawValue), "assistant_id": .string(stored.assistantID.rawValue),
            "status": .string(state.rawValue), "required_action": requiredAction(stored),
            "last_error": lastError(stored), "expires_at": state == .requiresAction ? orNull(stored.expiresAt) : .null,
            "started_at": orNull(stored.startedAt), "cancelled_at": ended(.cancelled), "failed_at": ended(.failed),
            "completed_at": ended(.completed),
            "incomplete_details": state == .incomplete ? ["reason": orNull(stored.incompleteReason)] : .null,
            "model": .string(stored.model.rawValue),
            "instructions": parameters["instructions"] ?? .string(assistant?.instructions ?? ""),
            "tools": parameters["tools"] ?? assistant?.details["tools"] ?? [],
            "metadata": .object(stored.metadata),
            // "This value will be `null` if the run is not in a terminal state".
            "usage": state.isTerminal ? usage(stored.usage) : .null,
            "temperature": parameters["temperature"] ?? .null, "top_p": parameters["top_p"] ?? .null,
            "max_prompt_tokens": parameters["max_prompt_tokens"] ?? .null,
            "max_completion_tokens": parameters["max_completion_tokens"] ?? parameters["max_tokens"] ?? .null,
            "truncation_strategy": parameters["truncation_strategy"] ?? ["type": "auto", "last_messages": nil],
            "response_format": parameters["response_format"] ?? "auto",
            "tool_choice": parameters["tool_choice"] ?? "auto",
            "parallel_tool_calls": parameters["parallel_tool_calls"] ?? true,
            "reasoning_effort": parameters["reasoning_effort"] ?? .null,
        ]
    }

    private static func requiredAction(_ run: StoredRun) -> JSONValue {
        guard run.state == .requiresAction else { return .null }
        let calls = run.pendingCalls.map { call -> JSONValue in
            [
                "id": .string(call.id.rawValue), "type": "function",
                "function": [
                    "name": .string(call.function.name), "arguments": .string(call.function.arguments),
                ],
            ]
        }
        return ["type": "submit_tool_outputs", "submit_tool_outputs": ["tool_calls": .array(calls)]]
    }

    /// "One of `server_error`, `rate_limit_exceeded`, or `invalid_prompt`": its clients know no others. Ours stands in the
    /// run's PixiGPT form.
    private static func lastError(_ run: StoredRun) -> JSONValue {
        guard let failure = run.failure else { return .null }
        return ["code": .string(errorCode(failure.code)), "message": .string(failure.message)]
    }

    private static func errorCode(_ code: String) -> String {
        switch code {
        case "rate_limit_exceeded", "too_many_requests", "insufficient_quota": "rate_limit_exceeded"
        case "model_kind", "model_not_found", "missing_required_parameter", "request_too_large": "invalid_prompt"
        case _ where ["context_length", "invalid_", "unsupported_"].contains { code.hasPrefix($0) }: "invalid_prompt"
        default: "server_error"
        }
    }

    /// - Parameters:
    ///   - run: As it is now: it decides what became of a step that has no end of its own.
    ///   - includesResults: Whether passages that were found come with their text. OpenAI: "The content is only included
    ///     if requested via the include query parameter."
    static func step(_ stored: RunStep, of run: StoredRun, includesResults: Bool = false) -> JSONValue {
        let status = status(of: stored, in: run)
        func ended(_ wanted: String) -> JSONValue { status == wanted ? orNull(run.endedAt) : .null }
        return [
            "id": .string(stored.id), "object": "thread.run.step", "created_at": .integer(stored.createdAt),
            "run_id": .string(run.id.rawValue), "assistant_id": .string(run.assistantID.rawValue),
            "thread_id": .string(run.threadID.rawValue), "type": stored.details["type"] ?? .null,
            "status": .string(status), "completed_at": orNull(stored.endedAt), "cancelled_at": ended("cancelled"),
            "expired_at": ended("expired"), "failed_at": ended("failed"),
            "last_error": status == "failed" ? lastError(run) : .null,
            "step_details": .object(includesResults ? stored.details : stored.detailsWithoutResults),
            "usage": usage(stored.usage), "metadata": [:],
        ]
    }

    private static func status(of step: RunStep, in run: StoredRun) -> String {
        if step.endedAt != nil { return "completed" }
        switch run.state {
        case .cancelled, .expired, .failed: return run.state.rawValue
        default: return "in_progress"
        }
    }

    private static func usage(_ usage: CompletionUsage?) -> JSONValue {
        guard let usage else { return .null }
        return [
            "prompt_tokens": .integer(usage.promptTokens), "completion_tokens": .integer(usage.completionTokens),
            "total_tokens": .integer(usage.totalTokens),
        ]
    }
}
