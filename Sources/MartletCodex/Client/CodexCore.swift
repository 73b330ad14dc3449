import Logging
import Martlet
import MartletAPI
import Synchronization

/// What a client and everything made from it share.
final class CodexCore: Sendable {
    /// How Codex is talked to, once that is known.
    enum Route: Hashable, Sendable {
        case appServer
        case exec
    }

    let configuration: CodexConfiguration
    let installation: InstallationFinder
    let runner: any CodexProcessRunner
    let redactor: CodexRedactor
    let slots: TurnSlots
    let homes: HomeKeeper
    let host: AppServerHost
    /// The way that `automatic` fell back to.
    private let fallback = Mutex<Route?>(nil)
    private let execRuns = ExecRuns()
    /// Whether an app-server has ever been ready.
    private let hasServed = Flag()

    /// - Parameter configuration: Checked.
    init(_ configuration: CodexConfiguration) {
        self.configuration = configuration
        let runner = configuration.processRunner ?? Self.defaultRunner
        self.runner = runner
        redactor = CodexRedactor(secrets: configuration.apiKey.map { [$0] } ?? [])
        slots = TurnSlots(configuration.maximumConcurrentTurns)
        let homes = HomeKeeper(configuration)
        self.homes = homes
        let installation = InstallationFinder(configuration, runner: runner)
        self.installation = installation
        var limits = OutputLimits()
        limits.lineBytes = configuration.maximumLineBytes
        host = AppServerHost(
            runner: runner, redactor: redactor, limits: limits, logger: configuration.logger
        ) {
            let installation = try await installation.find()
            let home = try homes.home()
            return CodexLaunch(
                executable: installation.path,
                arguments: AppServerInvocation.arguments(provider: configuration.provider),
                environment: configuration.childEnvironment(privateHome: home.path),
                workingDirectory: configuration.workingDirectory ?? "/", input: .pipe, privateDirectory: home.path,
                ending: CodexEnding(.endOfInput))
        }
    }

    deinit {
        let (host, homes, execRuns) = (host, homes, execRuns)
        // Nobody is left to await it: the client and its streams are gone.
        Task {
            await execRuns.shutdown()
            await host.shutdown()
            homes.remove()
        }
    }

    /// Ends everything.
    func shutdown() async {
        await execRuns.shutdown()
        await host.shutdown()
        homes.remove()
    }

    /// How requests are answered.
    ///
    /// - Throws: As ``InstallationFinder/find()``.
    func route() async throws -> Route {
        switch configuration.transport {
        case .appServer: return .appServer
        case .exec: return .exec
        case .automatic:
            if let route = fallback.withLock({ $0 }) { return route }
            return try await installation.find().hasAppServer ? .appServer : .exec
        }
    }

    /// Whether a request that the app-server could not take is to be tried through `exec`: only where nobody chose, and only
    /// when the server did not start.
    func fallsBack(after error: MartletError) -> Bool {
        guard configuration.transport == .automatic, [.processFailed, .protocolViolation].contains(error.code),
            !hasServed.isSet
        else { return false }
        configuration.logger.warning(
            "Codex's app-server does not start; going on through codex exec", metadata: ["error": "\(error)"])
        fallback.withLock { $0 = .exec }
        return true
    }

    /// An app-server is, or was, ready.
    func noteServing() { hasServed.set() }

    /// Keeps a run of `codex exec` until it has ended, for ``shutdown()``.
    ///
    /// - Throws: ``Martlet/MartletError/Code/shutDown``.
    func track(_ run: ExecRun) throws(MartletError) -> Int { try execRuns.add(run) }

    /// Whether the client was shut down.
    var isShutDown: Bool { execRuns.isShutDown }

    /// A run has ended.
    func untrack(_ number: Int) { execRuns.remove(number) }

    private static var defaultRunner: any CodexProcessRunner {
        #if canImport(Subprocess)
        SubprocessCodexRunner()
        #else
        MissingProcessRunner()
        #endif
    }
}

extension CodexConfiguration {
    /// The environment of a process of Codex.
    func childEnvironment(privateHome: String) -> [String: String] {
        CodexEnvironment.make(
            from: environment, home: codexHome ?? (usesPrivateHome ? privateHome : nil),
            key: apiKey.map { (Self.keyVariable, $0) }, additions: environmentAdditions)
    }
}
