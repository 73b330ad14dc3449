public import Logging
public import MartletAPI

public import class Foundation.ProcessInfo

/// Loads both configurations of an agent: from files, overrides and the environment.
///
/// What stands first counts: `overrides`, the files, the environment, the defaults. Of the environment two variables are
/// read: `OPENAI_API_KEY` when nothing else gives a key (the text `null` counts as none), and `OPENAI_API_BASE_URL` when
/// nothing else gives a base URL. What is assigned to the result later, and what a call of an agent says, stands above all
/// of it.
///
/// - Parameters:
///   - modelPath: The YAML file of the ``ModelConfig``. Nil means none.
///   - runtimePath: The YAML file of the ``RuntimeConfig``. Nil means none.
///   - overrides: Fields by name. Each goes to the configuration that has it, `timeout` and `verify_ssl` to both; one that
///     none has is ignored with a warning.
///   - environment: The variables. Default the process's own.
///   - logger: For warnings. Default standard error.
/// - Throws: ``ConfigurationError`` when a file is not there, is not YAML, or when a field cannot have its value.
public func loadConfig(
    fromYAML modelPath: String? = nil, runtime runtimePath: String? = nil, overrides: JSONObject = [:],
    environment: [String: String] = ProcessInfo.processInfo.environment, logger: Logger? = nil
) throws(ConfigurationError) -> (model: ModelConfig, runtime: RuntimeConfig) {
    var sources = ConfigurationSources()
    sources.modelPath = modelPath
    sources.runtimePath = runtimePath
    sources.overrides = overrides
    sources.logger = logger
    var loaded = try sources.load()
    if loaded.model.apiKey == nil || loaded.model.apiKey == "null" {
        loaded.model.apiKey = environment["OPENAI_API_KEY"].flatMap { $0.isEmpty ? nil : $0 }
    }
    if !loaded.given.contains("api_base_url"), let url = environment["OPENAI_API_BASE_URL"], !url.isEmpty {
        loaded.model.apiBaseURL = url
    }
    return (loaded.model, loaded.runtime)
}
