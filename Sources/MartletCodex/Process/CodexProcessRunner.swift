/// Starts processes of the Codex command line.
///
/// The default starts real ones. A test gives a runner of its own in ``CodexConfiguration/processRunner`` and needs no
/// command line.
public protocol CodexProcessRunner: Sendable {
    /// Starts a process, lends it to `body` and returns when both have ended.
    ///
    /// When `body` returns while the process runs, the process is ended as ``CodexLaunch/ending`` says. The process is
    /// waited for on every path, and whatever it started ends with it. Cancelling the calling task does not end it:
    /// ``CodexProcess/end()`` does.
    ///
    /// - Returns: How the process ended. A status other than 0 is no error here.
    /// - Throws: What kept the process from starting, and what `body` throws.
    func run(
        _ launch: CodexLaunch, _ body: @escaping @Sendable (any CodexProcess) async throws -> Void
    ) async throws -> CodexExit
}
