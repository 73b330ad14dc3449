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
    let reader = ConfigurationReader(logger: logger)
    var model = ModelConfig()
    var runtime = RuntimeConfig()
    var given: Set<String> = []
    if let modelPath {
        let members = try reader.members(of: ModelConfig.self, modelPath)
        given.formUnion(members.filter { !$0.value.isNull }.map(\.key))
        // A base URL cannot be null; a file that has none leaves it to the environment.
        var rest = members
        if rest["api_base_url"]?.isNull == true { rest["api_base_url"] = nil }
        try reader.set(rest, in: &model, from: modelPath)
    }
    if let runtimePath {
        try reader.set(reader.members(of: RuntimeConfig.self, runtimePath), in: &runtime, from: runtimePath)
    }
    var forModel = JSONObject()
    var forRuntime = JSONObject()
    for (name, value) in overrides {
        let isOfModel = ModelConfig.names.contains(name)
        let isOfRuntime = RuntimeConfig.names.contains(name)
        // The runtime's own fields cannot be null where the model's can.
        if isOfModel { forModel[name] = value }
        if isOfRuntime, !(isOfModel && value.isNull) { forRuntime[name] = value }
        if !isOfModel, !isOfRuntime { reader.warnOfUnknown(name, in: "The overrides") }
    }
    try reader.set(forModel, in: &model, from: "The overrides")
    try reader.set(forRuntime, in: &runtime, from: "The overrides")
    given.formUnion(forModel.keys)

    if model.apiKey == nil || model.apiKey == "null" {
        model.apiKey = environment["OPENAI_API_KEY"].flatMap { $0.isEmpty ? nil : $0 }
    }
    if !given.contains("api_base_url"), let url = environment["OPENAI_API_BASE_URL"], !url.isEmpty {
        model.apiBaseURL = url
    }
    return (try model.validated(), runtime)
}
