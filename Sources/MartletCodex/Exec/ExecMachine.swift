import Martlet
import MartletAPI

/// One run of `codex exec --json`, without the process: its output in, actions out.
///
/// A program that prints no events but text is understood too: the text is the answer.
struct ExecMachine: Sendable {
    let settings: ExecSettings
    var builder: AnswerBuilder
    /// What came on the standard error.
    private(set) var errorOutput = ErrorOutput()
    /// The final event, once it has come: the process may end now.
    var result: Result<Void, CodexFailure>?
    /// The last error that was no notice of another attempt. Usually `turn.failed` follows and says the same.
    var lastError: CodexFailure?
    /// Whether there were events.
    private(set) var hasEvents = false

    private var output: JSONOutput
    /// The output as text, as long as there are no events.
    private var text: [UInt8] = []
    private var isTextCut = false
    private var isOver = false

    init(settings: ExecSettings, chunk: ChunkTemplate) {
        self.settings = settings
        var turn = settings.turn
        turn.redactor = settings.redactor
        builder = AnswerBuilder(settings: turn, chunk: chunk)
        output = JSONOutput(limits: settings.limits)
    }

    /// The thread, as soon as the first event has named it: whoever crashes later can resume it.
    var threadID: CodexThreadID? { builder.outcome.threadID }
    /// Lines of the output that were no events.
    var noise: OutputNoise { output.noise }

    /// Bytes of the standard output.
    mutating func received(output bytes: some Sequence<UInt8>) -> [ExecAction] {
        guard !isOver else { return [] }
        let lines = output.append(bytes)
        if !hasEvents { keepText(bytes) }
        return read(lines)
    }

    /// Bytes of the standard error.
    mutating func received(errorOutput bytes: some Sequence<UInt8>) -> [ExecAction] {
        errorOutput.append(bytes)
        return []
    }

    /// The process has ended, and both of its outputs were read to their end.
    mutating func ended(_ exit: ExecExit) -> [ExecAction] {
        guard !isOver else { return [] }
        let lines = output.finish()
        let actions = read(lines)
        return isOver ? actions : actions + conclude(exit)
    }

    /// The time of a timer is over.
    mutating func fired(_ timer: TurnTimer) -> [ExecAction] {
        // The turn is over, and the process stays: it may hang, but the answer is there.
        guard !isOver, timer == .end, let result else { return [] }
        if case .success = result { builder.warn("Codex had not ended \(settings.exitWait) after its answer.") }
        return [.terminate] + conclude(.exited(0))
    }

    /// The caller wants no more. Idempotent. The process is to be terminated.
    mutating func stop(_ reason: TurnStop) -> [ExecAction] {
        guard !isOver else { return [] }
        switch reason {
        case .cancelled: return [.terminate] + finish(.cancelled)
        case .deadline(let time): return [.terminate] + fail(.deadline(time))
        case .idle(let time): return [.terminate] + fail(.silence(time))
        }
    }

    // MARK: Reading

    private mutating func read(_ lines: [JSONLine]) -> [ExecAction] {
        var actions: [ExecAction] = []
        for line in lines where !isOver {
            guard let event = ExecEvent(line) else {
                if hasEvents { output.count(asNoise: line) }
                continue
            }
            hasEvents = true
            text = []
            let hadResult = result != nil
            handle(event)
            let events = builder.takeEvents()
            actions += events.map { .emit($0) }
            if builder.cut != nil || builder.isTooLong {
                actions.append(.terminate)
                actions += builder.isTooLong ? fail(.answerTooLong(limit: settings.turn.textBytes)) : answer(.stop)
            } else if !hadResult, result != nil {
                actions.append(.start(.end, after: settings.exitWait))
            }
        }
        if !isOver, hasEvents, output.isUnintelligible {
            actions.append(.terminate)
            actions += fail(
                MartletError(.protocolViolation, "Codex printed \(output.noise.count) lines that are no events."))
        }
        return actions
    }

    private mutating func keepText(_ bytes: some Sequence<UInt8>) {
        guard !isTextCut else { return }
        text.append(contentsOf: bytes)
        if text.count > settings.textBytes {
            isTextCut = true
            text = []
        }
    }

    // MARK: The end

    private mutating func conclude(_ exit: ExecExit) -> [ExecAction] {
        switch result {
        case .success?:
            if exit != .exited(0) { builder.warn("Codex had answered, and then ended with \(exit).") }
            return answer(.stop)
        case .failure(let failure)?: return fail(failure)
        case nil: break
        }
        if exit == .exited(0), !hasEvents {
            if isTextCut { return fail(.answerTooLong(limit: settings.textBytes)) }
            if let answer = ExecText.answer(in: text) {
                builder.messageEnded(id: "text", text: answer, phase: nil)
                return self.answer(.stop)
            }
        }
        if exit != .exited(0), let lastError { return fail(lastError) }
        return fail(
            .exec(exit, explanation: errorOutput.explanation(redactor: settings.redactor), hasBegun: hasEvents))
    }

    private mutating func fail(_ failure: CodexFailure) -> [ExecAction] {
        if let reason = failure.incompleteReason, builder.hasAnswer { return answer(reason) }
        return fail(failure.error(redactor: settings.redactor))
    }

    private mutating func fail(_ error: MartletError) -> [ExecAction] {
        builder.breakOff()
        let events = builder.takeEvents()
        var error = error
        error.partial = error.partial ?? builder.partial
        return events.map { .emit($0) } + finish(.failed(error, hasDelivered: builder.hasDelivered))
    }

    private mutating func answer(_ reason: FinishReason) -> [ExecAction] {
        builder.finish(reason)
        let events = builder.takeEvents()
        return events.map { .emit($0) } + finish(.answered(builder.outcome))
    }

    private mutating func finish(_ end: TurnEnd) -> [ExecAction] {
        isOver = true
        return [.cancel(.end), .finish(end)]
    }
}
