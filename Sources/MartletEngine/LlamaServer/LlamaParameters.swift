import MartletAPI
import MartletServer

/// The parameters that `llama-server` knows, and the refusal of those that it would ignore.
enum LlamaParameters {
    /// Parameters of llama.cpp's own that clients may send beside OpenAI's.
    static let own: Set<String> = [
        "cache_prompt", "chat_template_kwargs", "dry_allowed_length", "dry_base", "dry_multiplier",
        "dry_penalty_last_n", "dry_sequence_breakers", "dynatemp_exponent", "dynatemp_range", "grammar",
        "grammar_lazy", "id_slot", "ignore_eos", "json_schema", "min_keep", "min_p", "mirostat", "mirostat_eta",
        "mirostat_tau", "n_keep", "n_probs", "parse_tool_calls", "post_sampling_probs", "reasoning_format",
        "repeat_last_n", "repeat_penalty", "samplers", "thinking_budget_tokens", "timings_per_token", "top_k",
        "top_n_sigma", "typical_p", "xtc_probability", "xtc_threshold",
    ]

    /// Whoever gives a seed wants the same answer again. A prompt that is taken from the cache gives numbers that differ in
    /// their last bits from those of one that is read, and so now and then another token.
    static func makeRepeatable(_ properties: inout JSONObject) {
        if properties["cache_prompt"] == nil { properties["cache_prompt"] = false }
    }

    static func refusal(of name: String) -> PlatformError {
        .invalidRequest(
            "The parameter '\(name)' is not supported by the local engine, and would be ignored. Leave it out.",
            code: "unsupported_parameter", parameter: name)
    }
}
