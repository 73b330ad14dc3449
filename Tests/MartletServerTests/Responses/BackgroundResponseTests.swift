import HTTPTypes
import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct BackgroundResponseTests {
    private static let request: JSONObject = ["model": "scripted", "input": "Hi", "background": true]

    private static func streamed(_ path: String, _ caller: Caller) async throws -> [Caller.Event] {
        let answer = try await RawConnection.ask(
            port: caller.port, "GET", "/v1" + path, headers: caller.headers)
        #expect(answer.status == 200, "\(answer)")
        #expect(answer.header("content-type") == "text/event-stream", "\(answer)")
        return try Caller.events(answer.body)
    }

    /// The response when it has this status.
    @discardableResult
    private static func wait(
        for status: String, of id: String, _ caller: Caller
    ) async throws -> Caller.Answer {
        var latest: Caller.Answer?
        try await eventually("the response is \(status)") {
            latest = try await caller.get("/responses/\(id)")
            return latest?["status"].stringValue == status
        }
        return try #require(latest)
    }

    @Test func `A response in the background is queued at once, and answered while nobody waits`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("Fine."), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/responses", .object(Self.request))
            #expect(answer["status"] == "queued")
            #expect(answer["background"] == true)
            #expect(answer["output"] == [])
            try await Self.wait(for: "in_progress", of: answer.id, caller)
            let early = try await caller.post(
                "/responses", ["model": "scripted", "input": "x", "previous_response_id": .string(answer.id)])
            #expect(early.status == 400)
            #expect(early.error["code"] == "previous_response_not_finished")
            gate.open()
            let ended = try await Self.wait(for: "completed", of: answer.id, caller)
            #expect(ended["output"][0]?["content"]?[0]?["text"] == "Fine.")
            #expect(model.requests.first?.messages == [.user("Hi")])
        }
    }

    @Test func `Its stream can be read again from any event, while it goes on and when it has ended`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .text(" two"), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            var request = Self.request
            request["stream"] = true
            let body = try JSONValue.object(request).jsonText()
            // The first reader leaves in the middle, and the answer goes on.
            let id = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(RawConnection.request("POST", "/v1/responses", body: body))
                _ = try await connection.read(through: "\"id\":\"resp_")
                let id = "resp_" + (try await connection.read(24))
                _ = try await connection.read(through: "output_text.delta")
                await gate.waitUntilReached()
                try await connection.close()
                return id
            }
            #expect(model.abandonedAnswers == 0)
            async let late = Self.streamed("/responses/\(id)?stream=true&starting_after=1", caller)
            gate.open()
            try await Self.wait(for: "completed", of: id, caller)
            let whole = try await Self.streamed("/responses/\(id)?stream=true", caller)
            #expect(whole.map { $0.data["sequence_number"]?.intValue } == Array(0..<whole.count))
            #expect(
                whole.names.filter { !$0.hasPrefix("response.output_") && !$0.hasPrefix("response.content_") } == [
                    "response.created", "response.queued", "response.in_progress", "response.completed",
                ])
            #expect(try await late == Array(whole.dropFirst(2)))
            let rest = try await Self.streamed("/responses/\(id)?stream=true&starting_after=\(whole.count - 2)", caller)
            #expect(rest.names == ["response.completed"])
            #expect(try await Self.streamed("/responses/\(id)?stream=true&starting_after=99", caller) == [])
            #expect(rest[0].data["response"] == (try await caller.get("/responses/\(id)")).body)
        }
    }

    @Test func `Whoever orders it streamed reads it to its end`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Fine, thanks.")])) { platform in
            let caller = Caller.openAI(platform)
            var request = Self.request
            request["stream"] = true
            let events = try await caller.stream("/responses", .object(request))
            #expect(events.names.prefix(3) == ["response.created", "response.queued", "response.in_progress"])
            #expect(events.names.last == "response.completed")
        }
    }

    @Test func `Cancelling stops the generation, tells who reads, and may be done twice`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .stop])])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            var request = Self.request
            request["stream"] = true
            let body = try JSONValue.object(request).jsonText()
            let events = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(RawConnection.request("POST", "/v1/responses", body: body))
                _ = try await connection.read(through: "\"id\":\"resp_")
                let id = "resp_" + (try await connection.read(24))
                await gate.waitUntilReached()
                for _ in 0..<2 {
                    let cancelled = try await caller.post("/responses/\(id)/cancel")
                    #expect(cancelled.status == 200)
                    #expect(cancelled["status"] == "cancelled")
                }
                try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
                let rest = try await connection.read(through: "\r\n0\r\n\r\n")
                let stored = try await Self.streamed("/responses/\(id)?stream=true", caller)
                #expect(stored.names == ["response.created", "response.failed"])
                return rest
            }
            #expect(events.contains("event: response.failed"))
            #expect(events.contains(#""status":"cancelled""#))
        }
    }

    @Test func `What is not in the background is not cancelled, nor streamed again`() async throws {
        try await withPlatform(model: ScriptedModel([.text("x")])) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/responses", ["model": "scripted", "input": "x"])
            let cancelled = try await caller.post("/responses/\(answer.id)/cancel")
            #expect(cancelled.status == 400)
            #expect(cancelled.error["message"]?.stringValue?.contains("synchronous") == true)
            for query in ["stream=true", "stream=perhaps", "stream=true&starting_after=x", "starting_after=1"] {
                #expect(try await caller.get("/responses/\(answer.id)?\(query)").status == 400, "\(query)")
            }
            #expect(try await caller.post("/responses/resp_nothing/cancel").status == 404)
        }
    }

    @Test func `A failure is the response's, with its reason`() async throws {
        let refusal = PlatformError(
            .badRequest, code: "context_length_exceeded", parameter: "messages", "9000 tokens; the model reads 8192.")
        try await withPlatform(model: ScriptedModel([.failure(refusal)])) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/responses", .object(Self.request))
            let failed = try await Self.wait(for: "failed", of: answer.id, caller)
            #expect(
                failed["error"] == [
                    "code": "context_length_exceeded", "message": "9000 tokens; the model reads 8192.",
                ])
        }
    }

    @Test func `Deleting a response stops what answers it`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .stop]), .text("next")])
        try await withPlatform(model: model) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/responses", .object(Self.request))
            await gate.waitUntilReached()
            #expect(try await caller.delete("/responses/\(answer.id)").status == 200)
            try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            #expect(try await caller.get("/responses/\(answer.id)").status == 404)
            let next = try await caller.post("/responses", .object(Self.request))
            try await Self.wait(for: "completed", of: next.id, caller)
        }
    }

    @Test func `T69 a platform that stops puts its response back, and the next one answers it once`() async throws {
        let store = try SQLiteStore(path: nil)
        let gate = FaultGate()
        let first = ScriptedModel([.steps([.text("half"), .hold(gate), .stop])])
        var request = Self.request
        request["stream"] = true
        let body = try JSONValue.object(request).jsonText()
        let id = try await withPlatform(model: first, stores: PlatformStores(store)) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(RawConnection.request("POST", "/v1/responses", body: body))
                _ = try await connection.read(through: "\"id\":\"resp_")
                let id = "resp_" + (try await connection.read(24))
                await gate.waitUntilReached()
                return id
            }
        }
        let responseID = ResponseID(rawValue: id)
        #expect(try await store.response(responseID, of: .default)?.status == .queued)
        try await withPlatform(model: ScriptedModel([.text("again")]), stores: PlatformStores(store)) { platform in
            let caller = Caller.openAI(platform)
            let ended = try await Self.wait(for: "completed", of: id, caller)
            #expect(ended["output"].arrayValue?.count == 1)
            #expect(ended["output"][0]?["content"]?[0]?["text"] == "again")
            // What was streamed of the first attempt does not go on in the second.
            let resumed = try await caller.get("/responses/\(id)?stream=true&starting_after=4")
            #expect(resumed.status == 409)
            #expect(resumed.error["code"] == "stream_began_anew")
            let events = try await Self.streamed("/responses/\(id)?stream=true", caller)
            #expect(events.names.first == "response.created")
            #expect(events[0].data["sequence_number"] == 1_000_000)
            let tail = try await Self.streamed("/responses/\(id)?stream=true&starting_after=1000002", caller)
            #expect(tail == Array(events.dropFirst(3)))
        }
        gate.open()
    }

    @Test func `T69 a response that a crash left in progress is answered by the next platform`() async throws {
        let store = try SQLiteStore(path: nil)
        var object = ResponseObject(id: "resp_1", createdAt: 4_000_000_000, status: .queued, model: "scripted")
        object.background = true
        let message = ResponseItem.message(
            ResponseMessage(id: "msg_1", role: .user, status: .completed, content: [.inputText("Hi")]))
        try await store.insert(StoredResponse(owner: .default, object: object), input: [message])
        // A crash leaves this behind, and nobody who would finish it.
        #expect(try await store.claimResponse(limits: .init(responses: 10, bytes: 1 << 20)) != nil)
        let model = ScriptedModel([.text("late")])
        try await withPlatform(model: model, stores: PlatformStores(store)) { platform in
            try await Self.wait(for: "completed", of: "resp_1", Caller.openAI(platform))
            #expect(model.requests.map(\.messages) == [[.user("Hi")]])
        }
    }

    @Test func `A platform that answers nothing leaves it in the queue, and more than the limit are refused`()
        async throws
    {
        var configuration = PlatformConfiguration()
        configuration.answersRuns = false
        configuration.limits.unfinishedResponses = 1
        let model = ScriptedModel([.text("x")])
        try await withPlatform(model: model, configuration: configuration) { platform in
            let caller = Caller.openAI(platform)
            let answer = try await caller.post("/responses", .object(Self.request))
            #expect(try await caller.get("/responses/\(answer.id)")["status"] == "queued")
            let second = try await caller.post("/responses", .object(Self.request))
            #expect(second.status == 429)
            #expect(second.error["code"] == "too_many_responses")
            #expect(try await caller.post("/responses/\(answer.id)/cancel")["status"] == "cancelled")
            #expect(try await caller.post("/responses", .object(Self.request)).status == 200)
            #expect(model.requests.isEmpty)
        }
    }
}
