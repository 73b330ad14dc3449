public import Logging
public import Martlet
public import MartletAPI

import class Foundation.ProcessInfo

/// What a ``CodexClient`` needs to know. Everything has a default: `CodexConfiguration()` is complete.
///
/// What a call says in its ``CodexRequestOptions`` stands above this; ``init(environment:homeDirectory:)`` fills in what
/// environment variables and a file say.
public struct CodexConfiguration: Sendable {
    // MARK: The command line

    /// The path of the executable, or its name on `PATH`. `~` is expanded. Default: found by itself; see
    /// ``CodexClient/validate()``.
    public var executable: String?
    /// Further places where the executable is looked for last: directories, or paths of executables. Default none.
    public var searchPaths: [String] = []
    /// How the command line is talked to. Default ``CodexTransport/automatic``.
    public var transport: CodexTransport = .automatic
    /// The environment of the program, of which Codex gets only what it needs to run and to reach the network. Default the
    /// process's own.
    public var environment: [String: String]
    /// Variables that Codex gets beside these. Every command that a model runs sees them. Default none.
    public var environmentAdditions: [String: String] = [:]
    /// Overrides of Codex's own configuration, by their dotted keys: `["model_verbosity": "low"]`. Default none.
    public var overrides: JSONObject = [:]

    // MARK: The service

    /// The key. Given, Codex runs with a home of its own that is deleted at the end, and finds the key in its environment
    /// only. Default nil: whatever the user's own Codex is logged in with.
    public var apiKey: String?
    /// The base URL of a service that speaks the Responses API, such as `http://127.0.0.1:8484/v1`. Default nil: OpenAI's
    /// when there is a key, else what the user's own Codex is configured with.
    public var baseURL: String?
    /// Headers for that service. Not for secrets. Default none.
    public var headers: [String: String] = [:]
    /// The directory in which Codex keeps its state and its login. Default nil: a private one when there is a key or a base
    /// URL, else `$CODEX_HOME` or `~/.codex`.
    public var codexHome: String?
    /// Where private homes are made. It must not lie in the temporary directory, where Codex's sandbox refuses to work.
    /// Default `$XDG_CACHE_HOME/martlet/codex` or `~/.cache/martlet/codex`, on macOS `~/Library/Caches/martlet/codex`.
    public var privateHomeDirectory: String?

    // MARK: What it does

    /// The model. Default nil: Codex chooses.
    public var model: ModelID?
    /// Other names for models: a request for `fast` asks for `aliases["fast"]`. Default none.
    public var modelAliases: [ModelID: ModelID] = [:]
    /// An agent with tools, or a plain chat model. Default ``CodexMode/agent``.
    public var mode: CodexMode = .agent
    /// The directory that the agent works in. `~` is expanded. Default the current directory.
    public var workingDirectory: String?
    /// Directories beside the working directory that commands may write to in ``CodexSandbox/workspaceWrite``. `~` is
    /// expanded. Default none.
    public var additionalDirectories: [String] = []
    /// What the commands that a model runs may touch. Default ``CodexSandbox/workspaceWrite``. Chat mode has no commands.
    public var sandbox: CodexSandbox = .workspaceWrite
    /// When commands need an approval. Default ``CodexApprovalPolicy/never`` without an ``approvalHandler``, else
    /// ``CodexApprovalPolicy/onRequest``.
    public var approvalPolicy: CodexApprovalPolicy?
    /// Decides about what Codex asks. Without one everything is declined.
    public var approvalHandler: CodexApprovalHandler?
    /// Tools of the program, whose calls are answered in place while the turn goes on. Default none. The tools of a request
    /// are offered too; a call of one of those ends the turn, and the caller answers it.
    public var tools: Toolbox?
    /// The `max_tokens` of requests that have none. Default nil.
    public var maxTokens: Int?
    /// The `temperature` of requests that have none. Codex cannot honour it. Default nil.
    public var temperature: Double?
    /// The `top_p` of requests that have none. Codex cannot honour it. Default nil.
    public var topP: Double?
    /// What happens to parameters that Codex cannot honour. Default ``CodexUnsupportedParameters/warn``.
    public var unsupportedParameters: CodexUnsupportedParameters = .warn
    /// Whether threads are kept on disk, so that they can be resumed later. Default false. A private home takes them along
    /// when it is deleted: give ``codexHome`` to find them again.
    public var persistsThreads = false
    /// How text is delivered of turns that hold several messages. Default false: each as it comes, with a blank line
    /// between; true: the last message alone, when it is complete.
    public var deliversFinalMessageOnly = false

    // MARK: Time and amount

    /// How long a request may take, all attempts together. Default 600 s; nil for no limit.
    public var timeout: Duration? = .seconds(600)
    /// How long a turn may be silent. Default nil: no limit of ours.
    public var idleTimeout: Duration?
    /// How long a handler may take to decide about an approval before it is declined. Default nil: no limit.
    public var approvalTimeout: Duration?
    /// How many turns run at a time; further ones wait. Default 5.
    public var maximumConcurrentTurns = 5
    /// The largest `n` of a request. Default 16.
    public var maximumChoices = 16
    /// When a failed attempt is repeated. Default that of ``Martlet/RetryPolicy``. Nothing is repeated after the first piece
    /// of an answer was delivered.
    public var retryPolicy = RetryPolicy()
    /// How much waits for a slow reader of a stream, in events. Beyond it, pieces of text are joined, and the output of
    /// commands, which their final events repeat, is dropped; other turns are never held up. Default 1024.
    public var bufferedEvents = 1_024
    /// The longest line that Codex may write, in bytes. Longer ones are dropped. Default 16 MiB.
    public var maximumLineBytes = 16 << 20
    /// The longest text of one answer, in bytes. Default 64 MiB.
    public var maximumTextBytes = 64 << 20

    /// Which errors are worth another attempt, where ``retryPolicy`` would make one. Default nil: those that it names.
    public var shouldRetry: (@Sendable (MartletError) -> Bool)?

    // MARK: Watching

    /// Called for everything that happens beside the text of answers: commands, changed files, plans, warnings, retries.
    /// It must return soon.
    public var onActivity: (@Sendable (CodexActivity) -> Void)?
    /// Where the client writes. Default nowhere.
    public var logger = Logger(label: "martlet.codex", factory: { _ in SwiftLogNoOpLogHandler() })
    /// Starts the processes. Default nil: real ones.
    public var processRunner: (any CodexProcessRunner)?

    /// The defaults. No variable but those that Codex itself gets, `PATH`, `CODEX_CLI_PATH` and `HOME` is looked at.
    public init() {
        environment = ProcessInfo.processInfo.environment
    }
}

extension CodexConfiguration: CustomStringConvertible, CustomReflectable {
    /// What the client is and does, without the key.
    public var description: String {
        """
        CodexConfiguration(mode: \(mode.rawValue), sandbox: \(sandbox.rawValue), model: \(model?.rawValue ?? "default"), \
        service: \(baseURL.map(Self.shown) ?? (apiKey == nil ? "Codex's own" : "OpenAI")))
        """
    }

    // The default, and `dump`, would show the key and the environment.
    public var customMirror: Mirror { Mirror(self, children: ["description": description], displayStyle: .struct) }

    private static func shown(_ url: String) -> String { Redactor.shown(url: url) }
}
