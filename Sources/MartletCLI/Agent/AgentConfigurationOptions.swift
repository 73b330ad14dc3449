import ArgumentParser
import MartletAPI
import MartletAgent

/// How an agent is configured: files, and what stands above them.
struct AgentConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A YAML file with fields of the model's and of the runtime's configuration.", valueName: "file"))
    var config: String?

    @Option(
        name: [.customLong("model-config"), .customLong("model_config")],
        help: ArgumentHelp("A YAML file with the model's configuration.", valueName: "file"))
    var modelConfig: String?

    @Option(
        name: [.customLong("runtime-config"), .customLong("runtime_config")],
        help: ArgumentHelp("A YAML file with the runtime's configuration.", valueName: "file"))
    var runtimeConfig: String?

    @Option(
        name: [.customLong("api-base-url"), .customLong("api_base_url")],
        help: ArgumentHelp("The base URL of a platform that speaks OpenAI's dialect.", valueName: "url"))
    var apiBaseURL: String?

    @Option(
        name: [.customLong("log-level"), .customLong("log_level")],
        help: ArgumentHelp(
            "What the agent logs to standard error: \(LogLevel.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "level"), transform: { try level($0) })
    var logLevel: LogLevel?

    @Flag(
        name: [.customLong("enable-debug"), .customLong("enable_debug")],
        help: "Log each step, and save every request and answer in the directory debug.")
    var enableDebug = false

    /// The level of a name, in any case of letters.
    private static func level(_ name: String) throws -> LogLevel {
        guard let level = LogLevel(named: name) else { throw ValidationError("There is no log level '\(name)'.") }
        return level
    }

    /// The fields that the options set.
    var overrides: JSONObject {
        var fields = JSONObject()
        if let logLevel { fields["log_level"] = .string(logLevel.rawValue) }
        if enableDebug {
            fields["enable_debug"] = true
            fields["debug_save_requests"] = true
            fields["debug_save_responses"] = true
        }
        return fields
    }
}
