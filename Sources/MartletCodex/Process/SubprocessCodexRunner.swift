#if canImport(Subprocess)
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Starts real processes.
///
/// Each has a session of its own, so that a Ctrl-C in our terminal is for us alone. Its standard input is a pipe that only
/// we hold, or, where it reads a file, that of the watcher of ``LaunchScript/fed``: when we are killed, it ends.
struct SubprocessCodexRunner: CodexProcessRunner {
    private typealias Child = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    func run(
        _ launch: CodexLaunch, _ body: @escaping @Sendable (any CodexProcess) async throws -> Void
    ) async throws -> CodexExit {
        // Awaited here. A task of its own because swift-subprocess kills the process as soon as the calling task is
        // cancelled, before its commands were listed; `end()` is what ends it.
        try await Task { try await start(launch, body) }.value
    }

    private func start(
        _ launch: CodexLaunch, _ body: @escaping @Sendable (any CodexProcess) async throws -> Void
    ) async throws -> CodexExit {
        BrokenPipeSignal.ignore()
        let mark = SessionMark()
        var environment = launch.environment
        environment[SessionMark.name] = mark.value
        var options = PlatformOptions()
        options.createSession = true
        // Only for what goes wrong before `end()` below is reached.
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100))
        ]
        let input = try PromptFile(launch)
        defer { input.remove() }
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: Arguments(["-c"] + Self.script(for: launch, input: input.path)),
                environment: .custom(environment), workingDirectory: FilePath(launch.workingDirectory),
                platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
            ) { child in
                await supervise(child, launch, mark, body)
            }
            try result.closureResult.get()
            return CodexExit(result.terminationStatus)
        } catch let error as SubprocessError {
            throw CodexStartFailure(executable: launch.executable, cause: error)
        }
    }

    /// Lends the process to `body`, and ends it afterwards. The readers in `body` end with the process, even where a
    /// grandchild holds a pipe: swift-subprocess ends the reading of what is there when the process has ended.
    private func supervise(
        _ child: Child, _ launch: CodexLaunch, _ mark: SessionMark,
        _ body: @escaping @Sendable (any CodexProcess) async throws -> Void
    ) async -> Result<Void, any Error> {
        let process = LiveCodexProcess(
            input: child.standardInputWriter, output: child.standardOutput, errorOutput: child.standardError,
            ending: launch.ending, identifier: child.processIdentifier.value, mark: mark
        ) { steps in
            await child.teardown(using: steps)
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(process))
        } catch {
            result = .failure(error)
        }
        await process.end()
        return result
    }

    private static func script(for launch: CodexLaunch, input: String?) -> [String] {
        let command = [launch.executable] + launch.arguments
        guard let input else { return [LaunchScript.piped, "martlet-codex"] + command }
        let signal = launch.ending.request == .interrupt ? "INT" : "TERM"
        return [LaunchScript.fed, "martlet-codex", signal, input] + command
    }
}

extension CodexExit {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signaled(signal)
        }
    }
}

extension Environment {
    /// Exactly these variables. Names that cannot be in an environment are left out.
    fileprivate static func custom(_ variables: [String: String]) -> Environment {
        var result: [Environment.Key: String] = [:]
        for (name, value) in variables {
            guard let key = Environment.Key(rawValue: name) else { continue }
            result[key] = value
        }
        return .custom(result)
    }
}
#endif
