import MartletAPI
import MartletWire

/// Makes of what happens to a run the events that OpenAI's clients know, in their order. No I/O.
///
/// Their helpers put messages and steps together from these events: whatever has a delta was created before, and whatever
/// was created ends before the run does.
struct OpenAIRunStream: Sendable {
    /// Whether passages that were found come with their text.
    var includesResults = false
    /// Whether the run has nothing more to say.
    private(set) var hasEnded = false
    private var bytes: [UInt8] = []
    private var run: StoredRun?
    /// The steps that go on, in the order in which they began.
    private var open: [RunStep] = []
    private var ended: Set<String> = []
    /// The message that goes on, and its text so far.
    private var message: (begun: StoredMessage, text: String)?

    /// The events since the last time.
    mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    // MARK: The first events

    /// Begins with a new run, and with its thread if that is new too.
    mutating func begin(_ run: StoredRun, in thread: StoredThread? = nil) {
        self.run = run
        if let thread { send("thread.created", OpenAIShapes.thread(thread)) }
        send("thread.run.created", OpenAIShapes.run(run))
        send("thread.run.queued", OpenAIShapes.run(run))
    }

    /// Begins where a run has got the outputs of a step.
    mutating func resume(_ run: StoredRun, after step: RunStep?) {
        self.run = run
        if let step {
            send("thread.run.step.completed", OpenAIShapes.step(step, of: run))
            ended.insert(step.id)
        }
        send("thread.run.queued", OpenAIShapes.run(run))
    }

    // MARK: What happens then

    mutating func add(_ event: RunEvent) {
        guard !hasEnded else { return }
        switch event {
        case .run(let run): add(run)
        case .step(let step): add(step)
        case .messageBegan(let message): begin(message)
        case .messageText(let id, let text): add(text, to: id)
        case .messageEnded(let message): end(message)
        }
    }

    private mutating func add(_ run: StoredRun) {
        self.run = run
        switch run.state {
        // Said at the beginning.
        case .queued: return
        case .inProgress: send("thread.run.in_progress", OpenAIShapes.run(run))
        case .requiresAction: end(run)
        case .completed, .incomplete, .failed, .cancelled, .expired:
            // The message of a run that came to nothing is not kept.
            if let (begun, text) = message {
                var message = begun
                message.content = [StoredMessage.text(text)]
                message.incompleteReason = "run_\(run.state.rawValue)"
                end(message)
            }
            for step in open { send("thread.run.step.\(run.state.rawValue)", OpenAIShapes.step(step, of: run)) }
            end(run)
        }
    }

    private mutating func end(_ run: StoredRun) {
        send("thread.run.\(run.state.rawValue)", OpenAIShapes.run(run))
        ServerSentEventEncoder.encode(data: "[DONE]".utf8, event: "done", into: &bytes)
        hasEnded = true
    }

    /// Ends with an error, and without `done`: the run has not ended.
    mutating func fail(_ error: ErrorBody) {
        var writer = JSONWriter()
        error.write(to: &writer)
        ServerSentEventEncoder.encode(data: writer.bytes, event: "error", into: &bytes)
        hasEnded = true
    }

    // MARK: Steps

    private mutating func add(_ step: RunStep) {
        guard let run, !ended.contains(step.id) else { return }
        if !open.contains(where: { $0.id == step.id }) {
            open.append(step)
            var begun = step
            begun.endedAt = nil
            begun.usage = nil
            if begun.details["tool_calls"] != nil { begun.details["tool_calls"] = [] }
            send("thread.run.step.created", OpenAIShapes.step(begun, of: run))
            send("thread.run.step.in_progress", OpenAIShapes.step(begun, of: run))
            for (index, call) in step.toolCalls.enumerated() { add(call, index, to: step) }
        }
        if step.endedAt != nil {
            open.removeAll { $0.id == step.id }
            ended.insert(step.id)
            send("thread.run.step.completed", OpenAIShapes.step(step, of: run, includesResults: includesResults))
        }
    }

    /// First the name, then the arguments: helpers take the first delta of a call for its beginning.
    private mutating func add(_ call: JSONValue, _ index: Int, to step: RunStep) {
        guard let function = call["function"] else {
            // A search has nothing that would come piece by piece.
            return sendDelta(
                of: step,
                [
                    "index": .integer(index), "id": call["id"] ?? .null, "type": "file_search", "file_search": [:],
                ])
        }
        sendDelta(
            of: step,
            [
                "index": .integer(index), "id": call["id"] ?? .null, "type": "function",
                "function": ["name": function["name"] ?? "", "arguments": "", "output": nil],
            ])
        sendDelta(
            of: step,
            [
                "index": .integer(index), "type": "function",
                "function": ["arguments": function["arguments"] ?? ""],
            ])
    }

    private mutating func sendDelta(of step: RunStep, _ call: JSONValue) {
        send(
            "thread.run.step.delta",
            [
                "id": .string(step.id), "object": "thread.run.step.delta",
                "delta": ["step_details": ["type": "tool_calls", "tool_calls": [call]]],
            ])
    }

    // MARK: The message

    private mutating func begin(_ message: StoredMessage) {
        self.message = (message, "")
        send("thread.message.created", OpenAIShapes.message(message, isInProgress: true))
        send("thread.message.in_progress", OpenAIShapes.message(message, isInProgress: true))
    }

    private mutating func add(_ text: String, to id: MessageID) {
        var delta: JSONObject = ["value": .string(text)]
        // Helpers begin a block with the first delta, and a block has annotations.
        if message?.text.isEmpty ?? true { delta["annotations"] = [] }
        message?.text += text
        send(
            "thread.message.delta",
            [
                "id": .string(id.rawValue), "object": "thread.message.delta",
                "delta": ["content": [["index": 0, "type": "text", "text": .object(delta)]]],
            ])
    }

    private mutating func end(_ message: StoredMessage) {
        self.message = nil
        let kind = message.incompleteReason == nil ? "completed" : "incomplete"
        send("thread.message.\(kind)", OpenAIShapes.message(message))
    }

    private mutating func send(_ event: String, _ data: JSONValue) {
        var writer = JSONWriter()
        data.write(to: &writer)
        ServerSentEventEncoder.encode(data: writer.bytes, event: event, into: &bytes)
    }
}
