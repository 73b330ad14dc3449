import Synchronization

/// What a short run of the command line wrote, and how it ended.
struct CapturedRun: Hashable, Sendable {
    var exit: CodexExit
    /// The beginning of the standard output. Bytes that are not UTF-8 are repaired.
    var output: String
}

extension CodexProcessRunner {
    /// Runs a process to its end and keeps the beginning of its standard output.
    ///
    /// - Parameter timeout: After this time the process is ended.
    func capture(_ launch: CodexLaunch, timeout: Duration, maximumBytes: Int) async throws -> CapturedRun {
        let output = OutputHead(maximumBytes: maximumBytes)
        let exit = try await run(launch) { process in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await process.readErrorOutput { _ in } }
                group.addTask {
                    guard (try? await Task.sleep(for: timeout)) != nil else { return }
                    await process.end()
                }
                // Reading fails only with the process, whose end is returned.
                try? await process.readOutput { output.append($0) }
                group.cancelAll()
            }
        }
        return CapturedRun(exit: exit, output: output.text)
    }
}

/// The beginning of what a process writes.
private final class OutputHead: Sendable {
    private let bytes = Mutex<[UInt8]>([])
    private let maximumBytes: Int

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    func append(_ new: [UInt8]) {
        bytes.withLock { bytes in bytes += new.prefix(max(0, maximumBytes - bytes.count)) }
    }

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
}
