import MartletAPI
import MartletTesting
import MartletWire
import Testing

/// Asks a platform in JSON, as OpenAI's or as PixiGPT's clients do.
struct Caller: Sendable {
    /// An answer.
    struct Answer {
        var status: Int
        var body: JSONValue

        subscript(name: String) -> JSONValue { body[name] ?? .null }
        var id: String { body["id"]?.stringValue ?? "" }
        var error: JSONValue { body["error"] ?? .null }
        /// The identifiers of a list.
        var ids: [String] { (body["data"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue } }
        var data: [JSONValue] { body["data"]?.arrayValue ?? [] }
    }

    /// An event of a stream; the data of the last one is a text.
    struct Event: Equatable {
        var name: String
        var data: JSONValue
    }

    var port: Int
    var key: String?
    var isOpenAI = true

    static func openAI(_ platform: RunningPlatform, key: String? = nil) -> Caller {
        Caller(port: platform.port, key: key)
    }

    static func pixiGPT(_ platform: RunningPlatform) -> Caller {
        Caller(port: platform.port, isOpenAI: false)
    }

    var headers: [String] {
        (isOpenAI ? ["OpenAI-Beta: assistants=v2"] : []) + (key.map { ["Authorization: Bearer \($0)"] } ?? [])
    }

    func ask(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        let answer = try await RawConnection.ask(
            port: port, method, "/v1" + path, headers: headers, body: try body?.jsonText())
        return Answer(status: answer.status, body: try JSONValue(json: answer.body))
    }

    func get(_ path: String) async throws -> Answer { try await ask("GET", path) }
    func post(_ path: String, _ body: JSONValue = [:]) async throws -> Answer { try await ask("POST", path, body) }
    func delete(_ path: String) async throws -> Answer { try await ask("DELETE", path) }

    /// A whole stream.
    func stream(_ path: String, _ body: JSONValue) async throws -> [Event] {
        let answer = try await RawConnection.ask(
            port: port, "POST", "/v1" + path, headers: headers, body: try body.jsonText())
        #expect(answer.header("content-type") == "text/event-stream", "\(answer)")
        return try Self.events(answer.body)
    }

    static func events(_ text: String) throws -> [Event] {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: text.utf8)
        var events: [Event] = []
        while let event = try parser.next() {
            let data = String(decoding: event.data, as: UTF8.self)
            events.append(
                Event(name: event.type, data: data == "[DONE]" ? .string(data) : try JSONValue(json: data)))
        }
        return events
    }

    // MARK: What most tests begin with

    /// An assistant of OpenAI's or PixiGPT's kind.
    func makeAssistant(_ members: JSONObject = [:]) async throws -> String {
        var body: JSONObject = isOpenAI ? ["model": "scripted"] : ["name": "Pixi", "instructions": "Be kind."]
        body.merge(members)
        let answer = try await post("/assistants", .object(body))
        #expect(answer.status == 200, "\(answer)")
        return answer.id
    }

    /// A thread with a question.
    func makeThread(_ text: String = "How are you?") async throws -> String {
        let thread = try await post("/threads")
        let message = try await post("/threads/\(thread.id)/messages", ["role": "user", "content": .string(text)])
        #expect(message.status == 200, "\(message)")
        return thread.id
    }

    /// The run when it has one of these states.
    @discardableResult
    func wait(for states: String..., run: String, in thread: String) async throws -> Answer {
        var latest: Answer?
        try await eventually("the run \(run) is \(states)") {
            let answer = try await get("/threads/\(thread)/runs/\(run)")
            latest = answer
            return states.contains(answer["status"].stringValue ?? "")
        }
        return try #require(latest)
    }
}

extension [Caller.Event] {
    var names: [String] { map(\.name) }

    /// The data of the last event of this name.
    func last(_ name: String) -> JSONValue { last { $0.name == name }?.data ?? .null }

    /// The text of all deltas.
    var text: String {
        filter { $0.name == "thread.message.delta" }
            .compactMap { $0.data["delta"]?["content"]?[0]?["text"]?["value"]?.stringValue }.joined()
    }
}

extension JSONValue {
    /// The text of a message's first block.
    var messageText: String? { self["content"]?[0]?["text"]?["value"]?.stringValue }
}

/// A tool as a client declares it.
func function(_ name: String) -> JSONValue {
    [
        "type": "function",
        "function": ["name": .string(name), "parameters": ["type": "object", "properties": [:]]],
    ]
}
