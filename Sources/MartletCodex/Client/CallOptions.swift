import Martlet
import MartletAPI

/// What holds for one call, after the client's configuration and the call's options were laid over each other.
struct CallOptions: Sendable {
    let settings: CodexRequestSettings
    let workingDirectory: String
    let timeout: Duration?
    let idleTimeout: Duration?
    let retryPolicy: RetryPolicy
    let shouldRetry: (@Sendable (MartletError) -> Bool)?
    let handlers: TurnRun.Handlers
    let activityHandlers: [@Sendable (CodexActivity) -> Void]

    /// - Throws: ``Martlet/MartletError/Code/invalidArgument`` when the call's options make no sense.
    init(_ configuration: CodexConfiguration, _ options: CodexRequestOptions?) throws(MartletError) {
        let call = options ?? CodexRequestOptions()
        handlers = TurnRun.Handlers(
            approve: call.approvalHandler ?? configuration.approvalHandler,
            approvalTimeout: configuration.approvalTimeout, tools: call.tools ?? configuration.tools)
        timeout = Self.limit(call.timeout, configuration.timeout)
        idleTimeout = Self.limit(call.idleTimeout, configuration.idleTimeout)
        retryPolicy = call.retryPolicy ?? configuration.retryPolicy
        shouldRetry = configuration.shouldRetry
        activityHandlers = [configuration.onActivity, call.onActivity].compactMap(\.self)
        let own = configuration.workingDirectory ?? "/"
        var settings = CodexRequestSettings()
        do throws(MartletError) {
            if let limit = call.timeout, limit < .zero { throw CodexConfiguration.invalid("The timeout is negative.") }
            if let limit = call.idleTimeout, limit < .zero {
                throw CodexConfiguration.invalid("The idle timeout is negative.")
            }
            if let directory = call.workingDirectory {
                workingDirectory = try CodexConfiguration.directory(
                    directory, "working directory", home: configuration.environment["HOME"])
            } else {
                workingDirectory = own
            }
            settings.sandbox = call.sandbox ?? configuration.sandbox
            try CodexConfiguration.check(sandbox: settings.sandbox)
            let policy = call.approvalPolicy ?? configuration.approvalPolicy
            settings.approvalPolicy =
                try policy.map { (policy) throws(MartletError) in try CodexConfiguration.checked(policy) }
                ?? (handlers.approve == nil ? .never : .onRequest)
        } catch {
            throw MartletError(.invalidArgument, error.message)
        }
        settings.mode = call.mode ?? configuration.mode
        settings.model = call.model ?? configuration.model
        settings.modelAliases = configuration.modelAliases
        settings.unsupportedParameters = call.unsupportedParameters ?? configuration.unsupportedParameters
        // Codex remembers that it trusts a directory it is given; one that its process was started in is not.
        settings.workingDirectory = workingDirectory == own ? nil : workingDirectory
        settings.additionalDirectories = configuration.additionalDirectories
        settings.provider = configuration.provider
        settings.isEphemeral = !configuration.persistsThreads
        settings.choiceLimit = configuration.maximumChoices
        settings.configuration = configuration.overrides
        settings.configuration.merge(call.overrides)
        self.settings = settings
    }

    /// The limit of a call: its own, where zero is none, or else the client's.
    private static func limit(_ call: Duration?, _ client: Duration?) -> Duration? {
        call.map { $0 == .zero ? nil : $0 } ?? client
    }

    /// The settings for a run of `codex exec`, which is told its directory.
    var execSettings: CodexRequestSettings {
        var settings = settings
        settings.workingDirectory = workingDirectory
        return settings
    }
}
