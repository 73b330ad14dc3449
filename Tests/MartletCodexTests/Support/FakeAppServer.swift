import MartletAPI
import MartletCodex
import Synchronization

/// An app-server that a test plays: it greets, starts threads, and leaves what a turn does to the test.
final class FakeAppServer: Sendable {
    let process: FakeProcess
    private let requests = Mutex<[JSONValue]>([])
    private let counter = Mutex(0)

    init(_ process: FakeProcess) { self.process = process }

    /// What the client sent so far.
    var received: [JSONValue] { requests.withLock { $0 } }

    /// The parameters of every request of a method.
    func params(_ method: String) -> [JSONValue] {
        received.filter { $0["method"]?.stringValue == method }.compactMap { $0["params"] }
    }

    /// Answers until the input ends. Each turn runs in a task of its own.
    ///
    /// - Parameter turn: What a turn does after it has begun.
    func serve(_ turn: @escaping @Sendable (FakeTurn) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            var turns: [String: FakeTurn] = [:]
            while let message = await process.nextMessage() {
                requests.withLock { $0.append(message) }
                guard let method = message["method"]?.stringValue else {
                    for turn in turns.values { turn.answered(message) }
                    continue
                }
                guard let id = message["id"] else { continue }
                let params = message["params"] ?? .null
                switch method {
                case "initialize": reply(id, ["userAgent": "martlet/0.147.0 (test)", "codexHome": "/nowhere"])
                case "thread/start", "thread/resume", "thread/fork":
                    let number = counter.withLock { counter in
                        counter += 1
                        return counter
                    }
                    let thread = method == "thread/resume" ? params["threadId"] ?? "" : .string("thread-\(number)")
                    reply(id, ["thread": ["id": thread], "model": params["model"] ?? "gpt-test"])
                case "turn/start":
                    let thread = params["threadId"]?.stringValue ?? ""
                    let current = FakeTurn(server: self, thread: thread, id: "turn-of-\(thread)", params: params)
                    turns[thread] = current
                    reply(id, ["turn": ["id": .string(current.id), "status": "inProgress"]])
                    current.notify("turn/started", ["turn": ["id": .string(current.id), "status": "inProgress"]])
                    group.addTask { await turn(current) }
                case "turn/interrupt":
                    reply(id, [:])
                    turns[params["threadId"]?.stringValue ?? ""]?.interrupted()
                default: reply(id, [:])
                }
            }
            group.cancelAll()
        }
    }

    func reply(_ id: JSONValue, _ result: JSONValue) { process.emit(["id": id, "result": result]) }
}
