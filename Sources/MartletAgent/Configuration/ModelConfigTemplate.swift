public import MartletAPI

/// A ``ModelConfig`` for a purpose. The rest of its fields have their defaults.
public enum ModelConfigTemplate: String, Hashable, Sendable, CaseIterable {
    /// The documented defaults.
    case `default`
    /// For texts: temperature 0.9, top_p 0.95, frequency_penalty 0.5.
    case creative
    /// For facts: temperature 0.1, seed 42.
    case precise
    /// For a reasoning model: o1-preview, high effort, 5,000 completion tokens, no sampling parameters, which such models
    /// refuse.
    case reasoning
    /// Ollama on this machine: llama2 at `http://localhost:11434/v1`, with a key that it does not look at.
    case local
    /// gpt-3.5-turbo with at most 500 tokens.
    case costEffective = "cost_effective"

    /// The template of this name.
    ///
    /// - Throws: ``ConfigurationError`` with the names that there are.
    public init(named name: String) throws(ConfigurationError) {
        guard let template = Self(rawValue: name) else {
            throw .unknownTemplate(name, of: Self.allCases.map(\.rawValue))
        }
        self = template
    }

    /// What the template sets, by field.
    var values: JSONObject {
        switch self {
        case .default: [:]
        case .creative: ["temperature": 0.9, "top_p": 0.95, "frequency_penalty": 0.5]
        case .precise: ["temperature": 0.1, "seed": 42]
        case .reasoning:
            [
                "model": "o1-preview", "reasoning_effort": "high", "max_completion_tokens": 5_000, "temperature": nil,
                "top_p": nil, "frequency_penalty": nil, "presence_penalty": nil, "n": nil,
            ]
        case .local:
            ["api_base_url": "http://localhost:11434/v1", "api_key": "not-needed", "model": "llama2"]
        case .costEffective: ["model": "gpt-3.5-turbo", "max_tokens": 500]
        }
    }
}

extension ModelConfig {
    /// Creates a configuration from a template.
    ///
    /// - Parameter overrides: Fields by the protocol's names; they stand above the template's.
    /// - Throws: ``ConfigurationError`` as ``update(_:)``.
    public init(
        template: ModelConfigTemplate, overrides: JSONObject = [:]
    ) throws(ConfigurationError) {
        self.init()
        try update(template.values)
        try update(overrides)
    }
}
