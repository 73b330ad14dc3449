import Martlet

extension CodexClient {
    /// Looks for the command line and asks it for its version.
    ///
    /// The order: ``CodexConfiguration/executable``, `CODEX_CLI_PATH`, the directories of `PATH`, `/usr/local/bin`,
    /// `/opt/homebrew/bin`, `/usr/bin`, `~/.cargo/bin`, `~/.local/bin`, `~/.bun/bin`, ``CodexConfiguration/searchPaths``.
    /// Found once, it is not looked for again.
    ///
    /// - Throws: ``Martlet/MartletError/Code/cliNotFound``, which lists the paths that were tried and says how to install
    ///   Codex.
    @discardableResult
    public func validate() async throws -> CodexInstallation {
        try await core.installation.find()
    }

    /// The version of the command line.
    ///
    /// - Throws: As ``validate()``.
    public func version() async throws -> CodexVersion {
        try await core.installation.find().version
    }

    /// Checks what a request needs: the command line, its version, the way to talk to it, the working directory, the
    /// sandbox, the login or the service; and adds what `codex doctor` finds.
    ///
    /// Nothing is asked of a model.
    public func doctor() async -> CodexHealthReport {
        await core.healthReport()
    }
}
