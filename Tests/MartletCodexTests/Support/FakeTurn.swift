import MartletAPI
import MartletTesting
import Synchronization

/// One turn of a ``FakeAppServer``.
final class FakeTurn: Sendable {
    let server: FakeAppServer
    let thread: String
    let id: String
    /// What `turn/start` said.
    let params: JSONValue
    /// Open once the client has interrupted the turn.
    let interruption = FaultGate()
    private let answers = Mutex<[JSONValue]>([])
    private let answerGate = FaultGate()

    init(server: FakeAppServer, thread: String, id: String, params: JSONValue) {
        self.server = server
        self.thread = thread
        self.id = id
        self.params = params
    }

    func notify(_ method: String, _ params: JSONObject) {
        var params = params
        params["threadId"] = .string(thread)
        if params["turn"] == nil { params["turnId"] = .string(id) }
        server.process.emit(["method": .string(method), "params": .object(params)])
    }

    /// A piece of the answer.
    func delta(_ text: String, item: String = "msg_1") {
        notify("item/agentMessage/delta", ["itemId": .string(item), "delta": .string(text)])
    }

    /// The whole answer, in one message.
    func message(_ text: String, item: String = "msg_1") {
        notify("item/completed", ["item": ["type": "agentMessage", "id": .string(item), "text": .string(text)]])
    }

    func usage(input: Int, output: Int) {
        let counts: JSONValue = [
            "inputTokens": .integer(input), "cachedInputTokens": 0, "outputTokens": .integer(output),
            "reasoningOutputTokens": 0, "totalTokens": .integer(input + output),
        ]
        notify("thread/tokenUsage/updated", ["tokenUsage": ["total": counts, "last": counts]])
    }

    func complete(_ status: String = "completed", error: JSONValue = .null) {
        notify("turn/completed", ["turn": ["id": .string(id), "status": .string(status), "error": error]])
    }

    /// Says a text word by word, and completes.
    func answer(_ text: String, usage counts: (input: Int, output: Int)? = (10, 5)) {
        notify("item/started", ["item": ["type": "agentMessage", "id": "msg_1", "text": ""]])
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.dropFirst().firstIndex(of: " ") ?? rest.endIndex
            delta(String(rest[..<end]))
            rest = rest[end...]
        }
        message(text)
        if let counts { usage(input: counts.input, output: counts.output) }
        complete()
    }

    func fail(_ message: String, info: JSONValue = "other") {
        let error: JSONValue = ["message": .string(message), "codexErrorInfo": info]
        notify("error", ["error": error, "willRetry": false])
        complete("failed", error: error)
    }

    /// Asks the client, and waits for its answer.
    func ask(_ method: String, id requestID: Int, _ params: JSONObject) async -> JSONValue? {
        var params = params
        params["threadId"] = .string(thread)
        params["turnId"] = .string(id)
        server.process.emit(["method": .string(method), "id": .integer(requestID), "params": .object(params)])
        await answerGate.wait()
        return answers.withLock { $0.first }
    }

    func answered(_ message: JSONValue) {
        answers.withLock { $0.append(message) }
        answerGate.open()
    }

    func interrupted() { interruption.open() }

    /// Waits for the interrupt and ends as Codex does.
    func endWhenInterrupted() async {
        await interruption.wait()
        complete("interrupted")
    }
}
