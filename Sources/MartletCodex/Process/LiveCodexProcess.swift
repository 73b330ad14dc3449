#if canImport(Subprocess)
import Subprocess
import Synchronization

/// A real process of the Codex command line, lent by ``SubprocessCodexRunner``.
final class LiveCodexProcess: CodexProcess {
    private enum Phase {
        case running
        /// Being ended; these wait for it.
        case ending([CheckedContinuation<Void, Never>])
        case ended
    }

    private let input: StandardInputWriter
    private let output: SubprocessOutputSequence
    private let errorOutput: SubprocessOutputSequence
    private let ending: CodexEnding
    private let identifier: Int32
    private let mark: SessionMark
    private let tearDown: @Sendable ([TeardownStep]) async -> Void
    private let phase = Mutex(Phase.running)
    private let pipe = Mutex(Pipe())

    /// Whether the input pipe may be closed. Not while something is being written: the number of its descriptor could
    /// be another file's before the write goes on.
    private struct Pipe {
        var isWriting = false
        var isClosed = false

        /// - Returns: Whether to write.
        mutating func beginWrite() -> Bool {
            guard !isClosed, !isWriting else { return false }
            isWriting = true
            return true
        }

        /// - Returns: Whether to close the pipe now.
        mutating func endWrite() -> Bool {
            isWriting = false
            return isClosed
        }

        /// - Returns: Whether to close the pipe now.
        mutating func close() -> Bool {
            guard !isClosed else { return false }
            isClosed = true
            return !isWriting
        }
    }

    init(
        input: StandardInputWriter, output: SubprocessOutputSequence, errorOutput: SubprocessOutputSequence,
        ending: CodexEnding, identifier: Int32, mark: SessionMark,
        tearDown: @escaping @Sendable ([TeardownStep]) async -> Void
    ) {
        self.input = input
        self.output = output
        self.errorOutput = errorOutput
        self.ending = ending
        self.identifier = identifier
        self.mark = mark
        self.tearDown = tearDown
    }

    func readOutput(_ take: @Sendable ([UInt8]) -> Void) async throws {
        for try await buffer in output { take(buffer.withUnsafeBytes { Array($0) }) }
    }

    func readErrorOutput(_ take: @Sendable ([UInt8]) -> Void) async throws {
        for try await buffer in errorOutput { take(buffer.withUnsafeBytes { Array($0) }) }
    }

    func write(_ bytes: [UInt8]) async throws {
        guard pipe.withLock({ $0.beginWrite() }) else { throw ProcessHasEnded() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await writeAll(bytes))
        } catch {
            result = .failure(error)
        }
        if pipe.withLock({ $0.endWrite() }) { await finishInput() }
        try result.get()
    }

    private func writeAll(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = try await input.write(Array(rest))
            // A write that takes nothing is how swift-subprocess says that the process has ended.
            guard written > 0 else { throw ProcessHasEnded() }
            rest = rest.dropFirst(written)
        }
    }

    func closeInput() async {
        if pipe.withLock({ $0.close() }) { await finishInput() }
    }

    private func finishInput() async {
        // It is closed even when closing reports an error.
        try? await input.finish()
    }

    func end() async {
        let isFirst = phase.withLock { phase in
            guard case .running = phase else { return false }
            phase = .ending([])
            return true
        }
        guard isFirst else { return await waitUntilEnded() }
        await finish()
        let waiting = phase.withLock { phase in
            guard case .ending(let waiting) = phase else { return [CheckedContinuation<Void, Never>]() }
            phase = .ended
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let hasEnded = phase.withLock { phase in
                guard case .ending(let waiting) = phase else { return true }
                phase = .ending(waiting + [continuation])
                return false
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func finish() async {
        // Listed first: once the process has ended, its commands cannot be told from anybody's.
        let descendants = ProcessTree.descendants(of: identifier)
        await tearDown(await steps)
        // The watcher of `LaunchScript.fed`. Codex has ended, and is waited for after this; its commands have groups of
        // their own.
        ProcessTree.killGroup(identifier)
        await ProcessTree.end(descendants, marker: mark.text)
        await closeInput()
    }

    private var steps: [TeardownStep] {
        get async {
            let polite: TeardownStep
            switch ending.request {
            case .endOfInput:
                await closeInput()
                // Signal 0 is none: the step only waits.
                polite = .send(signal: Signal(rawValue: 0), allowedDurationToNextStep: ending.grace)
            case .interrupt: polite = .send(signal: .interrupt, allowedDurationToNextStep: ending.grace)
            case .terminate: polite = .send(signal: .terminate, allowedDurationToNextStep: ending.grace)
            }
            return [
                polite, .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
            ]
        }
    }
}
#endif
