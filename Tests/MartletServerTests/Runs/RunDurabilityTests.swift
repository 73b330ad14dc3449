import Foundation
import Martlet
import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct RunDurabilityTests {
    @Test func `a platform that stops puts its run back, and the next one answers it once`() async throws {
        let store = try SQLiteStore(path: nil)
        let gate = FaultGate()
        let first = ScriptedModel([.steps([.text("half"), .hold(gate), .text("whole"), .stop])])
        let (thread, run) = try await withPlatform(model: first, stores: PlatformStores(store)) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(AssistantRequest(name: "a", instructions: ""))
            let thread = try await client.threads.create()
            _ = try await client.threads.messages.create(in: thread.id, .user("hello"))
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            await gate.waitUntilReached()
            return (thread.id, run.id)
        }
        #expect(try await store.run(run, in: thread, of: .default)?.state == .queued)
        try await withPlatform(model: ScriptedModel([.text("again")]), stores: PlatformStores(store)) { platform in
            let client = try platform.client()
            #expect(try await client.threads.runs.wait(for: run, in: thread).message?.text == "again")
            #expect(try await client.threads.messages.list(in: thread).data.map(\.text) == ["again", "hello"])
        }
        gate.open()
    }

    @Test func `a run that a crash left in progress is answered by the next platform`() async throws {
        let store = try SQLiteStore(path: nil)
        let model = ScriptedModel([.text("late")])
        let assistant = StoredAssistant(id: "a", owner: .default, createdAt: 1)
        try await store.insert(assistant)
        try await store.insert(StoredThread(id: "t", owner: .default, createdAt: 1), messages: [])
        let run = StoredRun(
            id: "r", owner: .default, threadID: "t", assistantID: "a", createdAt: 1, model: "scripted")
        _ = try await store.insert(run, messages: [])
        // A crash leaves this behind, and nobody who would finish it.
        #expect(try await store.claimRun(now: 1) != nil)
        try await withPlatform(model: model, stores: PlatformStores(store)) { platform in
            let client = try platform.client()
            #expect(try await client.threads.runs.wait(for: "r", in: "t").message?.text == "late")
            #expect(model.requests.count == 1)
        }
    }

    @Test func `a platform that answers no runs leaves them in the queue`() async throws {
        let store = try SQLiteStore(path: nil)
        let model = ScriptedModel([.text("x")])
        var configuration = PlatformConfiguration()
        configuration.answersRuns = false
        let (thread, run) = try await withPlatform(
            model: model, configuration: configuration, stores: PlatformStores(store)
        ) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(AssistantRequest(name: "a", instructions: ""))
            let thread = try await client.threads.create()
            return (thread.id, try await client.threads.runs.create(in: thread.id, assistant: assistant.id).id)
        }
        #expect(try await store.run(run, in: thread, of: .default)?.state == .queued)
        #expect(model.requests.isEmpty)
    }

    @Test func `an end that cannot be stored now is stored later`() async throws {
        let store = UnreliableRunStore(try SQLiteStore(path: nil), failures: 3)
        var stores = PlatformStores(store.base)
        stores.runs = store
        try await withPlatform(model: ScriptedModel([.text("here")]), stores: stores) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(AssistantRequest(name: "a", instructions: ""))
            let thread = try await client.threads.create()
            let run = try await client.threads.runs.createAndWait(
                in: thread.id, RunRequest(assistantID: assistant.id))
            #expect(run.message?.text == "here")
            #expect(store.failuresLeft == 0)
        }
    }

    @Test func `a run that is called off right after its claim is not answered`() async throws {
        let store = UnreliableRunStore(try SQLiteStore(path: nil), failures: 0, cancelsClaims: true)
        var stores = PlatformStores(store.base)
        stores.runs = store
        let model = ScriptedModel([.text("nobody reads this")])
        try await withPlatform(model: model, stores: stores) { platform in
            let client = try platform.client()
            let assistant = try await client.assistants.create(AssistantRequest(name: "a", instructions: ""))
            let thread = try await client.threads.create()
            let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
            let error = await #expect(throws: MartletError.self) { _ = try await client.threads.runs.wait(for: run) }
            #expect(error?.code == .runCancelled)
        }
        #expect(model.requests.isEmpty)
    }
}
