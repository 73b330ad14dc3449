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
}
