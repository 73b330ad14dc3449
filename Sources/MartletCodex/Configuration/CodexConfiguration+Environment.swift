public import Martlet
import MartletAPI

import class Foundation.ProcessInfo

extension CodexConfiguration {
    /// What the environment says, and below it what a file says, and below that the defaults. Whatever is set afterwards
    /// stands above all of it, and what a call says above that.
    ///
    /// | setting | variable | in the file |
    /// | --- | --- | --- |
    /// | ``apiKey`` | `CODEX_API_KEY`, else `OPENAI_API_KEY` if Codex is not logged in | `api_key` |
    /// | ``executable`` | `CODEX_CLI_PATH` | `codex_path` |
    /// | ``workingDirectory`` | `CODEX_WORKING_DIR` | `working_dir` |
    /// | ``model`` | `CODEX_DEFAULT_MODEL` | `model` |
    /// | ``sandbox`` | `CODEX_SANDBOX_MODE` | `sandbox_mode` |
    /// | ``approvalPolicy`` | `CODEX_APPROVAL_POLICY` | `approval_policy` |
    /// | ``timeout`` | `CODEX_TIMEOUT`, in seconds | `timeout` |
    /// | ``idleTimeout`` | `CODEX_IDLE_TIMEOUT`, in seconds | `idle_timeout` |
    /// | ``baseURL`` | `CODEX_BASE_URL` | `base_url` |
    /// | ``mode`` | `CODEX_MODE` | `mode` |
    /// | ``transport`` | `CODEX_TRANSPORT` | `transport` |
    /// | ``codexHome`` | `CODEX_HOME` | `codex_home` |
    /// | ``maxTokens`` | `CODEX_MAX_TOKENS` | `max_tokens` |
    /// | ``temperature`` | `CODEX_TEMPERATURE` | `temperature` |
    /// | ``topP`` | `CODEX_TOP_P` | `top_p` |
    /// | ``Martlet/RetryPolicy/maxRetries`` | `CODEX_MAX_RETRIES` | `max_retries` |
    /// | ``Martlet/RetryPolicy/initialDelay`` | `CODEX_RETRY_DELAY`, in seconds | `retry_delay` |
    /// | ``unsupportedParameters`` | `CODEX_UNSUPPORTED_PARAMETERS` | `unsupported_parameters` |
    /// | ``persistsThreads`` | `CODEX_PERSIST_THREADS` | `persist_threads` |
    /// | ``maximumConcurrentTurns`` | `CODEX_MAX_CONCURRENT_TURNS` | `max_concurrent_turns` |
    ///
    /// A variable that is empty counts as not set. `CODEX_HOME` does not keep a key or a base URL from getting a private
    /// home; ``codexHome`` in the file or in the program does.
    ///
    /// - Parameters:
    ///   - environment: The variables. Default the process's own.
    ///   - file: The file; see ``CodexSettings/init(file:)``. Default that of ``CodexSettings/defaultFile(environment:)``. A
    ///     file that is not there has no values.
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``, which names the variable, or the file and the setting.
    public init(environment: [String: String]?, file: String? = nil) throws(MartletError) {
        let environment = environment ?? ProcessInfo.processInfo.environment
        var settings = CodexSettings()
        if let file = file ?? CodexSettings.defaultFile(environment: environment) {
            settings = try CodexSettings(file: file)
        }
        self.init()
        self.environment = environment
        // Codex finds this variable by itself.
        var variables = try CodexSettings(environment: environment)
        try variables.set(.codexHome, to: nil)
        try apply(settings.overlaid(with: variables))
    }

    /// Sets what the settings say.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``.
    public mutating func apply(_ settings: CodexSettings) throws(MartletError) {
        for setting in CodexSetting.allCases {
            if let value = settings[setting] { try apply(setting, value) }
        }
    }

    /// Sets what one setting says.
    mutating func apply(_ setting: CodexSetting, _ value: String) throws(MartletError) {
        switch setting {
        case .apiKey: apiKey = value
        case .executable: executable = value
        case .workingDirectory: workingDirectory = value
        case .model: model = ModelID(rawValue: value)
        case .sandbox: sandbox = try Self.sandbox(value)
        case .approvalPolicy: approvalPolicy = try CodexApprovalPolicy.parse(value).policy
        case .timeout: timeout = try Self.seconds(value, setting)
        case .idleTimeout: idleTimeout = try Self.seconds(value, setting)
        case .baseURL: baseURL = value
        case .mode: mode = try Self.choice(value, setting)
        case .transport: transport = try Self.choice(value, setting)
        case .codexHome: codexHome = value
        case .maxTokens: maxTokens = try Self.number(value, setting, 1 ... .max)
        case .temperature: temperature = try Self.number(value, setting, 0...2)
        case .topP: topP = try Self.number(value, setting, 0...1)
        case .maxRetries: retryPolicy.maxRetries = try Self.number(value, setting, 0...100)
        case .retryDelay: retryPolicy.initialDelay = try Self.seconds(value, setting) ?? .zero
        case .unsupportedParameters: unsupportedParameters = try Self.choice(value, setting)
        case .persistsThreads: persistsThreads = try Self.flag(value, setting)
        case .concurrency: maximumConcurrentTurns = try Self.number(value, setting, 1...1_000)
        default: break
        }
    }

    private static func sandbox(_ value: String) throws(MartletError) -> CodexSandbox {
        let known: [CodexSandbox] = [.readOnly, .workspaceWrite, .dangerFullAccess]
        guard let sandbox = known.first(where: { $0.rawValue == value }) else {
            throw unusable(value, .sandbox, "read-only, workspace-write or danger-full-access")
        }
        return sandbox
    }

    /// A duration; nil for 0.
    private static func seconds(_ value: String, _ setting: CodexSetting) throws(MartletError) -> Duration? {
        let number: Double = try number(value, setting, 0...1e9)
        return number == 0 ? nil : .seconds(number)
    }

    private static func number<Number: Comparable & LosslessStringConvertible>(
        _ value: String, _ setting: CodexSetting, _ range: ClosedRange<Number>
    ) throws(MartletError) -> Number {
        guard let number = Number(value), range.contains(number) else {
            throw unusable(value, setting, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func flag(_ value: String, _ setting: CodexSetting) throws(MartletError) -> Bool {
        switch value.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw unusable(value, setting, "true or false")
        }
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ value: String, _ setting: CodexSetting
    ) throws(MartletError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: value) else {
            throw unusable(value, setting, Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private static func unusable(_ value: String, _ setting: CodexSetting, _ expected: String) -> MartletError {
        MartletError(.invalidConfiguration, "'\(value)' is no value of \(setting.name). Use \(expected).")
    }
}
