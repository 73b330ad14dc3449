import Foundation
import Martlet
import MartletAPI
import MartletAgent

/// An agent's configurations, put together from options, files and the environment.
struct AgentSetup {
    var model: ModelConfig
    var runtime: RuntimeConfig
    /// Whether nothing says where the model is, so that the local platform starts in this process.
    var startsPlatform = false
    /// Whether the Codex command line answers, as a plain chat model: `--platform codex`.
    var usesCodex = false

    /// Where the model is, in the order in which it is looked for.
    ///
    /// 1. `--platform`, `--base-url`, `--api-base-url`; 2. a configuration file; 3. `MARTLET_PLATFORM`,
    /// `MARTLET_BASE_URL`; 4. `OPENAI_API_BASE_URL`; 5. OpenAI, when an option or a file gives a key; 6. this process.
    init(
        options: AgentConfigurationOptions, platform: PlatformOptions, overrides: JSONObject,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        var sources = ConfigurationSources()
        sources.defaults = Self.defaults
        sources.sharedPath = options.config
        sources.modelPath = options.modelConfig
        sources.runtimePath = options.runtimeConfig
        sources.overrides = overrides
        let loaded = try sources.load()
        model = loaded.model
        runtime = loaded.runtime
        if model.apiKey == "null" { model.apiKey = nil }

        let isNamed = platform.platform != nil || platform.baseURL != nil
        if !isNamed, let url = options.apiBaseURL {
            model.apiBaseURL = url
            model.apiKey = model.apiKey ?? variable("OPENAI_API_KEY")
        } else if !isNamed, loaded.given.contains("api_base_url") {
            model.apiKey = model.apiKey ?? variable("OPENAI_API_KEY")
        } else if platform.isCodex(environment: environment) {
            usesCodex = true
        } else if let (known, url) = try platform.configured(environment: environment) {
            try take(known, baseURL: url, environment)
        } else if let url = variable("OPENAI_API_BASE_URL") {
            model.apiBaseURL = url
            model.apiKey = model.apiKey ?? variable("OPENAI_API_KEY")
        } else if model.apiKey?.isEmpty ?? true {
            startsPlatform = true
        }
        if !loaded.given.contains("model") { model.model = modelByDefault(variable("MARTLET_MODEL")) }
    }

    /// What a person at a terminal expects where nothing else is said: no log, tools whose failures the model hears of, and
    /// the patience that a model on this machine needs.
    private static let defaults: JSONObject = [
        "log_level": "CRITICAL", "tool_failure_policy": "inject_message", "strict_media": true, "timeout": 600,
    ]

    /// A platform with its own variables for key and base URL.
    private mutating func take(
        _ platform: Platform, baseURL: String?, _ environment: [String: String]
    ) throws {
        if model.apiKey == nil {
            model.apiKey = platform.environment.apiKey.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        var complete = environment
        // The key may come from a file instead.
        if let key = model.apiKey, let name = platform.environment.apiKey.first { complete[name] = key }
        let client = try MartletClient(platform: platform, baseURL: baseURL, environment: complete)
        model.apiBaseURL = client.baseURL
        // An agent's base URL is that of the service.
        if platform.urlStyle == .services { model.apiBaseURL += "/v1/inference" }
    }

    /// The model where neither an option nor a file names one.
    private mutating func modelByDefault(_ variable: String?) -> ModelID? {
        if let variable { return ModelID(rawValue: variable) }
        // Codex chooses.
        if usesCodex { return nil }
        if startsPlatform || model.apiBaseURL.contains(":\(Platform.localPort)") { return "smollm2" }
        if model.apiBaseURL.hasPrefix(ModelConfig.defaultBaseURL) { return ModelConfig.defaultModel }
        model.autoSelectModel = true
        return nil
    }
}
