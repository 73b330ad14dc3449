import Logging
import MartletAPI
import Synchronization

/// Logs, saves and dumps the lines of one stream as they pass. A stream that is left early is dumped when it is let go.
final class StreamRecorder: Sendable {
    private struct State {
        /// The line that is not complete yet.
        var rest: [UInt8] = []
        /// For the dump.
        var lines: [JSONValue] = []
        var bytes = 0
        var isCut = false
        var isOver = false
    }

    /// A line that is longer than this is recorded in parts: 64 KiB.
    static let maximumLineBytes = 1 << 16

    private let telemetry: AgentTelemetry
    private let runtime: RuntimeConfig
    private let redactor: TrafficRedactor
    private let head: JSONObject
    private let isLogged: Bool
    private let file: String?
    private let state = Mutex(State())

    init(
        telemetry: AgentTelemetry, runtime: RuntimeConfig, redactor: TrafficRedactor, head: JSONObject,
        isLogged: Bool, file: String?
    ) {
        self.telemetry = telemetry
        self.runtime = runtime
        self.redactor = redactor
        self.head = head
        self.isLogged = isLogged
        self.file = file
    }

    deinit { end(isComplete: false) }

    func add(_ bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let room = Self.maximumLineBytes - state.withLock { $0.rest.count }
            let window = rest.prefix(max(1, room))
            if let feed = window.firstIndex(of: UInt8(ascii: "\n")) {
                finishLine(with: rest[..<feed])
                rest = rest[rest.index(after: feed)...]
            } else if window.count >= room {
                finishLine(with: window)
                rest = rest[window.endIndex...]
            } else {
                state.withLock { $0.rest += rest }
                return
            }
        }
    }

    func end(isComplete: Bool) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        guard isFirst else { return }
        if state.withLock({ !$0.rest.isEmpty }) { finishLine(with: [UInt8]()) }
        guard runtime.debugSaveResponses else { return }
        let (lines, isCut) = state.withLock { ($0.lines, $0.isCut) }
        var content = head
        content["raw_sse_lines"] = .array(lines)
        content["complete"] = .bool(isComplete)
        if isCut { content["cut"] = .bool(true) }
        DebugDump("stream_response_raw", .object(content)).write(telemetry, runtime)
    }

    private func finishLine(with bytes: some Sequence<UInt8>) {
        var line = state.withLock { state in
            defer { state.rest = [] }
            return state.rest + bytes
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        // The blank lines between events say nothing.
        guard !line.isEmpty else { return }
        let text = redactor.text(line)
        if isLogged { telemetry.httpLogger.debug("HTTP stream", metadata: ["line": "\(text)"]) }
        if let file {
            telemetry.output.writeTraffic("HTTP stream", metadata: ["line": "\(text)"], level: .debug, to: file)
        }
        guard runtime.debugSaveResponses else { return }
        state.withLock { state in
            guard state.bytes + text.utf8.count <= TrafficCapture.maximumCapturedBytes else {
                state.isCut = true
                return
            }
            state.bytes += text.utf8.count
            state.lines.append(.string(text))
        }
    }
}
