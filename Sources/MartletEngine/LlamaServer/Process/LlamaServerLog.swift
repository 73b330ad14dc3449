import Logging
import Synchronization

/// What one server writes: passed on to a logger at debug level, the end of it kept for errors.
final class LlamaServerLog: Sendable {
    private struct State {
        var tail: LogTail
        var processIdentifier: Int32?
    }

    private let state: Mutex<State>
    private let logger: Logger

    init(maximumLines: Int, secret: String, logger: Logger) {
        self.logger = logger
        self.state = Mutex(State(tail: LogTail(maximumLines: maximumLines, secret: secret)))
    }

    /// The last lines, oldest first.
    var lines: [String] {
        state.withLock { state in
            state.tail.lines.filter { !$0.hasPrefix(GuardScript.processIdentifierPrefix) }
        }
    }

    /// The process identifier of the server, once the guard has told it.
    var processIdentifier: Int32? { state.withLock(\.processIdentifier) }

    /// Takes in what the server wrote.
    func append(_ bytes: some Sequence<UInt8>) {
        record { $0.append(bytes) }
    }

    /// Takes what is left as a line.
    func finish() {
        record { tail in tail.finish().map { [$0] } ?? [] }
    }

    /// Whether lines of a server's log say that its port was taken.
    static func saysPortIsTaken(_ lines: [String]) -> Bool {
        lines.contains { line in
            let line = line.lowercased()
            return line.contains("couldn't bind") || line.contains("address already in use")
        }
    }

    private func record(_ body: (inout LogTail) -> [String]) {
        let lines = state.withLock { state in
            let lines = body(&state.tail)
            if state.processIdentifier == nil {
                state.processIdentifier = lines.lazy.compactMap(Self.processIdentifier(in:)).first
            }
            return lines
        }
        for line in lines {
            logger.debug("llama-server wrote", metadata: ["line": "\(line)"])
        }
    }

    private static func processIdentifier(in line: String) -> Int32? {
        guard line.hasPrefix(GuardScript.processIdentifierPrefix) else { return nil }
        return Int32(line.dropFirst(GuardScript.processIdentifierPrefix.count))
    }
}
