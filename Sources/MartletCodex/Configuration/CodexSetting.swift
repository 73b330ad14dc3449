/// One option that a file or an environment variable can give: what it is called and what it means.
public struct CodexSetting: Hashable, Sendable, CaseIterable {
    /// Its name in a file: `working_dir`.
    public let name: String
    /// The environment variables that give it; the first that is set counts.
    public let variables: [String]
    /// What it is, as a sentence.
    public let help: String
    /// Its default, for people.
    public let defaultText: String
    /// Whether its value is not to be shown.
    public let isSecret: Bool

    private init(
        _ name: String, _ variables: [String], _ help: String, default defaultText: String, isSecret: Bool = false
    ) {
        self.name = name
        self.variables = variables
        self.help = help
        self.defaultText = defaultText
        self.isSecret = isSecret
    }

    /// The setting of this name; nil when there is none. `-` counts as `_`.
    public init?(named name: String) {
        let name = name.replacing("-", with: "_")
        guard let setting = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = setting
    }

    public static let apiKey = CodexSetting(
        "api_key", ["CODEX_API_KEY", "OPENAI_API_KEY"],
        "The key. OPENAI_API_KEY counts only when Codex itself is not logged in.", default: "none", isSecret: true)
    public static let executable = CodexSetting(
        "codex_path", ["CODEX_CLI_PATH"], "The path of the Codex command line.", default: "found by itself")
    public static let workingDirectory = CodexSetting(
        "working_dir", ["CODEX_WORKING_DIR"], "The directory that the agent works in.",
        default: "the current directory")
    public static let model = CodexSetting("model", ["CODEX_DEFAULT_MODEL"], "The model.", default: "Codex's choice")
    public static let sandbox = CodexSetting(
        "sandbox_mode", ["CODEX_SANDBOX_MODE"],
        "What commands may touch: read-only, workspace-write, danger-full-access.", default: "workspace-write")
    public static let approvalPolicy = CodexSetting(
        "approval_policy", ["CODEX_APPROVAL_POLICY"],
        "When commands need an approval: untrusted, on-request, never; on-failure counts as on-request.",
        default: "never, or on-request with an approval handler")
    public static let timeout = CodexSetting(
        "timeout", ["CODEX_TIMEOUT"], "How long a request may take, in seconds; 0 for no limit.", default: "600")
    public static let idleTimeout = CodexSetting(
        "idle_timeout", ["CODEX_IDLE_TIMEOUT"], "How long a turn may be silent, in seconds; 0 for no limit.",
        default: "no limit")
    public static let baseURL = CodexSetting(
        "base_url", ["CODEX_BASE_URL"], "The base URL of a service that speaks the Responses API.",
        default: "OpenAI's with a key, else Codex's own configuration")
    public static let mode = CodexSetting(
        "mode", ["CODEX_MODE"], "agent, or chat for a plain chat model without tools.", default: "agent")
    public static let transport = CodexSetting(
        "transport", ["CODEX_TRANSPORT"], "How Codex is talked to: automatic, app-server, exec.", default: "automatic")
    public static let codexHome = CodexSetting(
        "codex_home", ["CODEX_HOME"], "The directory in which Codex keeps its state and login.",
        default: "private with a key or a base URL, else ~/.codex")
    public static let maxTokens = CodexSetting(
        "max_tokens", ["CODEX_MAX_TOKENS"], "The most tokens of an answer, about.", default: "no limit")
    public static let temperature = CodexSetting(
        "temperature", ["CODEX_TEMPERATURE"], "0 to 2. Codex cannot honour it.", default: "none")
    public static let topP = CodexSetting(
        "top_p", ["CODEX_TOP_P"], "0 to 1. Codex cannot honour it.", default: "none")
    public static let maxRetries = CodexSetting(
        "max_retries", ["CODEX_MAX_RETRIES"], "How often a failed attempt is repeated.", default: "2")
    public static let retryDelay = CodexSetting(
        "retry_delay", ["CODEX_RETRY_DELAY"], "The wait before the first repetition, in seconds; it doubles.",
        default: "0.5")
    public static let unsupportedParameters = CodexSetting(
        "unsupported_parameters", ["CODEX_UNSUPPORTED_PARAMETERS"],
        "What happens to parameters that Codex cannot honour: warn, error.", default: "warn")
    public static let persistsThreads = CodexSetting(
        "persist_threads", ["CODEX_PERSIST_THREADS"], "Whether threads are kept on disk to be resumed: true, false.",
        default: "false")
    public static let concurrency = CodexSetting(
        "max_concurrent_turns", ["CODEX_MAX_CONCURRENT_TURNS"], "How many turns run at a time.", default: "5")

    /// Every setting.
    public static let allCases: [CodexSetting] = [
        apiKey, executable, workingDirectory, model, sandbox, approvalPolicy, timeout, idleTimeout, baseURL, mode,
        transport, codexHome, maxTokens, temperature, topP, maxRetries, retryDelay, unsupportedParameters,
        persistsThreads, concurrency,
    ]
}
