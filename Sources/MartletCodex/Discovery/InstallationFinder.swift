import Martlet
import Synchronization

/// Finds the command line once, and asks it for its version.
final class InstallationFinder: Sendable {
    /// How long `codex --version` may take. It takes 15 ms.
    private static let timeout: Duration = .seconds(20)
    /// How much of what it writes is read.
    private static let maximumBytes = 4_096

    private let found = Mutex<Promise<CodexInstallation>?>(nil)
    private let configuration: CodexConfiguration
    private let runner: any CodexProcessRunner

    init(_ configuration: CodexConfiguration, runner: any CodexProcessRunner) {
        self.configuration = configuration
        self.runner = runner
    }

    /// The command line. One that was found is remembered, one that was not is looked for again.
    ///
    /// - Throws: ``Martlet/MartletError/Code/cliNotFound``; `CancellationError`.
    func find() async throws -> CodexInstallation {
        let (promise, isNew): (Promise<CodexInstallation>, Bool) = found.withLock { found in
            if let promise = found {
                guard case .failure = promise.result else { return (promise, false) }
            }
            let promise = Promise<CodexInstallation>()
            found = promise
            return (promise, true)
        }
        if isNew {
            // Awaited below, by this caller or another one.
            Task {
                do {
                    promise.resolve(.success(try await self.look()))
                } catch {
                    promise.resolve(.failure(error))
                }
            }
        }
        return try await promise.wait()
    }

    private func look() async throws -> CodexInstallation {
        let environment = configuration.environment
        // With a runner that starts nothing, there need not be a file.
        let path: String
        if configuration.processRunner != nil, let given = configuration.executable {
            path = given
        } else {
            path = try CodexLocator(
                executable: configuration.executable, variable: environment["CODEX_CLI_PATH"],
                searchPath: environment["PATH"], homeDirectory: environment["HOME"],
                searchPaths: configuration.searchPaths
            ).locate()
        }
        return CodexInstallation(path: path, version: try await version(of: path))
    }

    private func version(of path: String) async throws -> CodexVersion {
        // A home that cannot be: asked for its version, Codex would make files in the user's.
        let launch = CodexLaunch(
            executable: path, arguments: ["--version"],
            environment: CodexEnvironment.make(
                from: configuration.environment, home: "/dev/null/codex", key: nil,
                additions: configuration.environmentAdditions),
            workingDirectory: "/", input: .bytes([]), privateDirectory: "/", ending: CodexEnding(.terminate))
        let run: CapturedRun
        do {
            run = try await runner.capture(launch, timeout: Self.timeout, maximumBytes: Self.maximumBytes)
        } catch {
            throw MartletError(startFailure: error, redactor: CodexRedactor(secrets: []))
        }
        let (exit, text) = (run.exit, run.output)
        guard exit == .exited(0), let version = CodexVersion(output: text) else {
            let said = text.isEmpty ? "nothing" : "'\(text.prefix(200))'"
            throw MartletError(
                .cliNotFound,
                """
                \(path) is not the Codex command line: `--version` \(exit), and wrote \(said). Correct the path, or install \
                Codex: \(CodexLocator.installation).
                """)
        }
        return version
    }
}
