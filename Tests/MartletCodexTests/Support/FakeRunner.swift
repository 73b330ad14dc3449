import MartletCodex
import Synchronization

/// Starts nothing: a test plays every process.
final class FakeRunner: CodexProcessRunner {
    private let play: @Sendable (FakeProcess, Int) async throws -> CodexExit
    private let started = Mutex<[FakeProcess]>([])

    /// - Parameter play: What a process does, by its number from 0; its outputs end when this returns. `--version` is
    ///   answered without it.
    init(_ play: @escaping @Sendable (FakeProcess, Int) async throws -> CodexExit) {
        self.play = play
    }

    /// The processes so far.
    var processes: [FakeProcess] { started.withLock { $0 } }

    func run(
        _ launch: CodexLaunch, _ body: @escaping @Sendable (any CodexProcess) async throws -> Void
    ) async throws -> CodexExit {
        let process = FakeProcess(launch: launch)
        if launch.arguments == ["--version"] {
            process.emit("codex-cli 0.147.0\n")
            process.exit()
            try await body(process)
            return .exited(0)
        }
        let number = started.withLock { started in
            started.append(process)
            return started.count - 1
        }
        return try await withThrowingTaskGroup(of: CodexExit?.self) { group in
            group.addTask {
                let exit = try await self.play(process, number)
                process.exit()
                return exit
            }
            group.addTask {
                try await body(process)
                await process.end()
                return nil
            }
            var exit = CodexExit.exited(0)
            while let result = try await group.next() {
                if let result { exit = result } else { group.cancelAll() }
            }
            return exit
        }
    }
}
