import Martlet
import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct AccountTests {
    private func key(_ id: String, _ account: AccountID) -> StoredKey {
        StoredKey(id: id, account: account, name: id, ending: "cret", createdAt: 1)
    }

    @Test func `another key's objects are not there`() async throws {
        let store = try SQLiteStore(path: nil)
        try await store.insert(key("k1", "anna"), secret: "annas-secret")
        try await store.insert(key("k2", "ben"), secret: "bens-secret")
        let model = ScriptedModel([.steps([.silence])])
        try await withPlatform(model: model, stores: PlatformStores(store)) { platform in
            let anna = try platform.client(apiKey: "annas-secret")
            let ben = try platform.client(apiKey: "bens-secret")
            let assistant = try await anna.assistants.create(AssistantRequest(name: "a", instructions: ""))
            let thread = try await anna.threads.create()
            let run = try await anna.threads.runs.create(in: thread.id, assistant: assistant.id)
            let own = try await ben.threads.create()
            let attempts: [@Sendable () async throws -> Void] = [
                { _ = try await ben.assistants.retrieve(assistant.id) },
                { _ = try await ben.assistants.update(assistant.id, AssistantRequest(name: "b", instructions: "")) },
                { _ = try await ben.assistants.delete(assistant.id) },
                { _ = try await ben.assistants.threads(of: assistant.id) },
                { _ = try await ben.threads.retrieve(thread.id) },
                { _ = try await ben.threads.delete(thread.id) },
                { _ = try await ben.threads.messages.create(in: thread.id, .user("x")) },
                { _ = try await ben.threads.messages.createMany(in: thread.id, [.user("x")]) },
                { _ = try await ben.threads.messages.list(in: thread.id) },
                { _ = try await ben.threads.runs.create(in: thread.id, assistant: assistant.id) },
                { _ = try await ben.threads.runs.create(in: own.id, assistant: assistant.id) },
                { _ = try await ben.threads.runs.list(in: thread.id) },
                { _ = try await ben.threads.runs.retrieve(run.id, in: thread.id) },
                { _ = try await ben.threads.runs.retrieve(run.id, in: own.id) },
                { _ = try await ben.threads.runs.cancel(run.id, in: thread.id) },
            ]
            for (index, attempt) in attempts.enumerated() {
                let error = await #expect(throws: MartletError.self, "attempt \(index)") { try await attempt() }
                #expect(error?.status == 404, "attempt \(index)")
            }
            #expect(try await ben.assistants.list().data.isEmpty)
            #expect(try await ben.threads.list().data.map(\.id) == [own.id])
            #expect(try await anna.assistants.retrieve(assistant.id).name == "a")
            #expect(try await anna.threads.list().data.map(\.id) == [thread.id])
            _ = try await anna.threads.runs.cancel(run.id, in: thread.id)
        }
    }

    @Test func `the first key is demanded at once, and a revoked one is refused at once`() async throws {
        let store = try SQLiteStore(path: nil)
        try await withPlatform(model: ScriptedModel(), stores: PlatformStores(store)) { platform in
            let open = try platform.client()
            let keyed = try platform.client(apiKey: "secret")
            _ = try await open.threads.create()
            try await store.insert(key("k", .default), secret: "secret")
            let refused = await #expect(throws: MartletError.self) { _ = try await open.threads.list() }
            #expect(refused?.isAuthenticationError == true)
            #expect(try await keyed.threads.list().data.count == 1)
            _ = try await store.revokeKey("k", now: 1)
            let revoked = await #expect(throws: MartletError.self) { _ = try await keyed.threads.list() }
            #expect(revoked?.status == 401)
        }
    }

    @Test func `a key of the configuration opens the default account beside stored keys`() async throws {
        let store = try SQLiteStore(path: nil)
        try await store.insert(key("k", "anna"), secret: "secret")
        var configuration = PlatformConfiguration()
        configuration.apiKeys = ["configured"]
        try await withPlatform(
            model: ScriptedModel(), configuration: configuration, stores: PlatformStores(store)
        ) { platform in
            let thread = try await platform.client(apiKey: "configured").threads.create()
            #expect(try await store.thread(thread.id, of: .default) != nil)
            #expect(try await platform.client(apiKey: "secret").threads.list().data.isEmpty)
        }
    }

    @Test func `T72 a stored key is enough to listen beyond this machine`() throws {
        var configuration = PlatformConfiguration()
        configuration.host = "0.0.0.0"
        #expect(throws: PlatformConfigurationError.self) { try configuration.validate() }
        #expect(throws: Never.self) { try configuration.validate(hasStoredKeys: true) }
    }
}
