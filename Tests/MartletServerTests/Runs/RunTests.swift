import HTTPTypes
import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Synchronization
import Testing

struct RunTests {
    /// A platform over a scripted model, with an assistant and a thread to go.
    private func withThread(
        _ model: ScriptedModel, _ configuration: PlatformConfiguration = PlatformConfiguration(),
        toolsConfig: Settable<String> = "[]",
        _ body: @escaping @Sendable (MartletClient, Assistant, ChatThread) async throws -> Void
    ) async throws {
        try await withPlatform(model: model, configuration: configuration) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(
                AssistantRequest(name: "Ada", instructions: "Be brief.", toolsConfig: toolsConfig))
            let thread = try await client.threads.create()
            try await body(client, assistant, thread)
        }
    }

    @Test func `a run answers with the message inside`() async throws {
        let model = ScriptedModel([.text("  Swifts sleep in the air.\n", reasoning: "Birds. ")])
        try await withThread(model) { client, assistant, thread in
            _ = try await client.threads.messages.create(in: thread.id, .user("Where do swifts sleep?"))
            let queued = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            #expect([.queued, .inProgress].contains(queued.status))
            let run = try await client.threads.runs.wait(for: queued)
            #expect(run.status == .completed)
            #expect(run.model == "scripted")
            let message = try #require(run.message)
            #expect(message.text == "Swifts sleep in the air.")
            #expect(message.reasoningContent == "Birds.")
            #expect(message.role == .assistant)
            let listed = try await client.threads.messages.list(in: thread.id)
            #expect(listed.data.map(\.id).first == message.id)
            #expect(listed.data.count == 2)
            let request = try #require(model.requests.first)
            #expect(request.messages.map(\.text) == ["Be brief.", "Where do swifts sleep?"])
            #expect(request.temperature == 0.6)
            #expect(request.enableThinking == true)
            #expect(request.tools == nil)
        }
    }

    @Test func `the whole history is in the prompt`() async throws {
        let model = ScriptedModel([.text("done")])
        try await withThread(model) { client, assistant, thread in
            let messages = (0..<300).map {
                ThreadMessageRequest(role: $0 % 2 == 0 ? .user : .assistant, content: "\($0)")
            }
            _ = try await client.threads.messages.createMany(in: thread.id, messages)
            _ = try await client.threads.runs.createAndWait(in: thread.id, RunRequest(assistantID: assistant.id))
            #expect(model.requests.first?.messages.map(\.text) == ["Be brief."] + (0..<300).map { "\($0)" })
        }
    }

    @Test func `runs of one thread follow each other, and see the answers before them`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([
            .steps([.hold(gate), .text("one"), .stop]), .text("two"), .text("three"),
        ])
        try await withThread(model) { client, assistant, thread in
            var runs: [ThreadRun] = []
            for index in 1...3 {
                _ = try await client.threads.messages.create(in: thread.id, .user("\(index)?"))
                runs.append(try await client.threads.runs.create(in: thread.id, assistant: assistant.id))
            }
            await gate.waitUntilReached()
            #expect(model.requests.count == 1)
            gate.open()
            for run in runs { _ = try await client.threads.runs.wait(for: run) }
            #expect(
                model.requests.map { $0.messages.dropFirst().map(\.text) } == [
                    ["1?"], ["1?", "one", "2?"], ["1?", "one", "2?", "two", "3?"],
                ])
        }
    }

    @Test func `no more runs than workers are answered at the same time`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), .text("x"), .stop])])
        var configuration = PlatformConfiguration()
        configuration.limits.runWorkers = 3
        try await withThread(model, configuration) { client, assistant, _ in
            var runs: [ThreadRun] = []
            for _ in 0..<8 {
                let thread = try await client.threads.create()
                runs.append(try await client.threads.runs.create(in: thread.id, assistant: assistant.id))
            }
            try await eventually("three runs are asked") { model.requests.count == 3 }
            var states: [RunStatus] = []
            for run in runs {
                states.append(try await client.threads.runs.retrieve(run.id, in: run.threadID).status)
            }
            #expect(states.count { $0 == .inProgress } == 3)
            #expect(states.count { $0 == .queued } == 5)
            gate.open()
            for run in runs { _ = try await client.threads.runs.wait(for: run) }
            #expect(model.requests.count == 8)
        }
    }

    @Test func `a cancelled run stops the model at once, and the next one goes on`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("half"), .hold(gate), .text("whole"), .stop]), .text("next")])
        try await withThread(model) { client, assistant, thread in
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            let next = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            await gate.waitUntilReached()
            let cancelled = try await client.threads.runs.cancel(run.id, in: thread.id)
            #expect(cancelled.status == .cancelled)
            try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            let error = await #expect(throws: MartletError.self) { _ = try await client.threads.runs.wait(for: run) }
            #expect(error?.code == .runCancelled)
            #expect(try await client.threads.runs.wait(for: next).message?.text == "next")
            #expect(try await client.threads.messages.list(in: thread.id).data.map(\.text) == ["next"])
            let again = await #expect(throws: MartletError.self) {
                _ = try await client.threads.runs.cancel(run.id, in: thread.id)
            }
            #expect(again?.status == 400)
            gate.open()
        }
    }

    @Test func `a run that waits is cancelled without a model`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), .text("x"), .stop])])
        try await withThread(model) { client, assistant, thread in
            let first = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            let second = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            await gate.waitUntilReached()
            #expect(try await client.threads.runs.cancel(second.id, in: thread.id).status == .cancelled)
            gate.open()
            _ = try await client.threads.runs.wait(for: first)
            #expect(model.requests.count == 1)
        }
    }

    @Test func `T64 a context overflow is the run's error, with the numbers`() async throws {
        let overflow = PlatformError.invalidRequest(
            "The prompt has 9000 tokens; the model reads 8192.", code: "context_length_exceeded")
        try await withThread(ScriptedModel([.failure(overflow)])) { client, assistant, thread in
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            let error = await #expect(throws: MartletError.self) { _ = try await client.threads.runs.wait(for: run) }
            #expect(error?.code == .runFailed)
            #expect(error?.run?.status == .failed)
            #expect(error?.run?.lastError?.code == "context_length_exceeded")
            #expect(error?.run?.lastError?.message.contains("9000") == true)
            #expect(try await client.threads.messages.list(in: thread.id).data.isEmpty)
        }
    }

    @Test func `an answer that breaks off fails its run and leaves no message`() async throws {
        let model = ScriptedModel([.steps([.text("half"), .failure(Mishap())])])
        try await withThread(model) { client, assistant, thread in
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            let error = await #expect(throws: MartletError.self) { _ = try await client.threads.runs.wait(for: run) }
            #expect(error?.run?.lastError?.code == "server_error")
            #expect(try await client.threads.messages.list(in: thread.id).data.isEmpty)
        }
    }

    @Test func `an engine that has no place now is asked again`() async throws {
        var busy = PlatformError(.tooManyRequests, code: "busy", "Later.")
        busy.retryAfter = 0
        let model = ScriptedModel([.failure(busy), .failure(busy), .text("here")])
        try await withThread(model) { client, assistant, thread in
            let run = try await client.threads.runs.createAndWait(
                in: thread.id, RunRequest(assistantID: assistant.id))
            #expect(run.message?.text == "here")
            #expect(model.requests.count == 3)
        }
    }

    @Test func `PixiGPT's defaults and floor hold for runs`() async throws {
        let model = ScriptedModel([.text("x")])
        try await withThread(model) { client, assistant, thread in
            let runs = client.threads.runs
            for request in [
                RunRequest(assistantID: assistant.id, maxTokens: 100),
                RunRequest(assistantID: assistant.id, enableThinking: false, temperature: 1.5, maxTokens: 100),
            ] {
                _ = try await runs.createAndWait(in: thread.id, request)
            }
            #expect(model.requests.map(\.maxTokens) == [3_000, 100])
            #expect(model.requests.map(\.temperature) == [0.6, 1.5])
            #expect(model.requests.map(\.enableThinking) == [true, false])
        }
    }

    @Test func `only who prefers it gets the reason of a failure`() async throws {
        let model = ScriptedModel([.failure(PlatformError.invalidRequest("No.", code: "no"))])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(AssistantRequest(name: "a", instructions: ""))
            let thread = try await client.threads.create()
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            try await eventually("the run has failed") {
                try await client.threads.runs.retrieve(run.id, in: thread.id).status == .failed
            }
            let plain = try await client.send(
                .get, Endpoint(.root, "threads", thread.id.rawValue, "runs", run.id.rawValue))
            #expect(
                plain.value.objectValue?.keys.sorted() == [
                    "assistant_id", "created_at", "id", "model", "object", "status", "thread_id",
                ])
        }
    }

    @Test func `an answer that is cut is completed for PixiGPT's clients, which know no other end`() async throws {
        let model = ScriptedModel([.text("cut", finishReason: .length)])
        try await withThread(model) { client, assistant, thread in
            let run = try await client.threads.runs.createAndWait(in: thread.id, RunRequest(assistantID: assistant.id))
            #expect(run.status == .completed)
            #expect(run.message?.text == "cut")
        }
    }

    @Test func `what there is not is 404, and says what`() async throws {
        try await withThread(ScriptedModel()) { client, assistant, thread in
            func code(_ body: () async throws -> Void) async -> String? {
                do {
                    try await body()
                    return nil
                } catch let error as MartletError {
                    return error.serverCode
                } catch {
                    return "\(error)"
                }
            }
            let runs = client.threads.runs
            #expect(await code { _ = try await runs.create(in: "t", assistant: assistant.id) } == "thread_not_found")
            #expect(await code { _ = try await runs.create(in: thread.id, assistant: "a") } == "assistant_not_found")
            #expect(await code { _ = try await runs.retrieve("r", in: thread.id) } == "run_not_found")
            #expect(await code { _ = try await runs.cancel("r", in: thread.id) } == "run_not_found")
            #expect(await code { _ = try await runs.list(in: "t") } == "thread_not_found")
            #expect(await code { _ = try await client.threads.retrieve("t") } == "thread_not_found")
            #expect(await code { _ = try await client.threads.delete("t") } == "thread_not_found")
            #expect(await code { _ = try await client.threads.messages.list(in: "t") } == "thread_not_found")
            #expect(await code { _ = try await client.assistants.retrieve("a") } == "assistant_not_found")
            #expect(await code { _ = try await client.assistants.threads(of: "a") } == "assistant_not_found")
        }
    }

    @Test func `deleting a thread stops its run`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), .text("x"), .stop]), .text("other")])
        try await withThread(model) { client, assistant, thread in
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            await gate.waitUntilReached()
            _ = try await client.threads.delete(thread.id)
            try await eventually("the answer is given up") { model.abandonedAnswers == 1 }
            let error = await #expect(throws: MartletError.self) {
                _ = try await client.threads.runs.retrieve(run.id, in: thread.id)
            }
            #expect(error?.status == 404)
            let other = try await client.threads.create()
            let next = try await client.threads.runs.createAndWait(
                in: other.id, RunRequest(assistantID: assistant.id))
            #expect(next.message?.text == "other")
            gate.open()
        }
    }
}
