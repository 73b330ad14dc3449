import Martlet

/// For systems on which a program cannot start others.
struct MissingProcessRunner: CodexProcessRunner {
    func run(
        _ launch: CodexLaunch, _ body: @escaping @Sendable (any CodexProcess) async throws -> Void
    ) async throws -> CodexExit {
        throw MartletError(.cliNotFound, "On this system, a program cannot start the Codex command line.")
    }
}
