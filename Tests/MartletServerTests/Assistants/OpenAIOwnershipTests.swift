import MartletAPI
import MartletServer
import MartletStorage
import MartletTesting
import Testing

struct OpenAIOwnershipTests {
    @Test func `What is another account's is not there`() async throws {
        let store = try SQLiteStore(path: nil)
        for name in ["anna", "ben"] {
            try await store.insert(
                StoredKey(
                    id: "key_\(name)", account: AccountID(rawValue: name), name: name, ending: name, createdAt: 1),
                secret: "sk-\(name)")
        }
        let model = ScriptedModel([.text("Fine.")])
        try await withPlatform(model: model, stores: PlatformStores(store)) { platform in
            let anna = Caller.openAI(platform, key: "sk-anna")
            let ben = Caller.openAI(platform, key: "sk-ben")
            let assistant = try await anna.makeAssistant()
            let thread = try await anna.makeThread()
            let run = try await anna.post("/threads/\(thread)/runs", ["assistant_id": .string(assistant)]).id
            try await anna.wait(for: "completed", run: run, in: thread)
            let message = try await anna.get("/threads/\(thread)/messages").ids[0]
            let step = try await anna.get("/threads/\(thread)/runs/\(run)/steps").ids[0]
            let bens = try await ben.makeAssistant()
            let bensThread = try await ben.makeThread()

            let gets = [
                "/assistants/\(assistant)", "/threads/\(thread)", "/threads/\(thread)/messages",
                "/threads/\(thread)/messages/\(message)", "/threads/\(thread)/runs", "/threads/\(thread)/runs/\(run)",
                "/threads/\(thread)/runs/\(run)/steps", "/threads/\(thread)/runs/\(run)/steps/\(step)",
                // Not through a thread of one's own either.
                "/threads/\(bensThread)/messages/\(message)", "/threads/\(bensThread)/runs/\(run)",
            ]
            for path in gets { #expect(try await ben.get(path).status == 404, "\(path)") }
            let posts: [(String, JSONValue)] = [
                ("/assistants/\(assistant)", ["name": "mine"]), ("/threads/\(thread)", ["metadata": [:]]),
                ("/threads/\(thread)/messages", ["role": "user", "content": "x"]),
                ("/threads/\(thread)/messages/\(message)", ["metadata": [:]]),
                ("/threads/\(thread)/runs", ["assistant_id": .string(bens)]),
                ("/threads/\(bensThread)/runs", ["assistant_id": .string(assistant)]),
                ("/threads/runs", ["assistant_id": .string(assistant)]),
                ("/threads/\(thread)/runs/\(run)", ["metadata": [:]]), ("/threads/\(thread)/runs/\(run)/cancel", [:]),
                ("/threads/\(thread)/runs/\(run)/submit_tool_outputs", ["tool_outputs": []]),
            ]
            for (path, body) in posts { #expect(try await ben.post(path, body).status == 404, "\(path)") }
            let deletes = ["/assistants/\(assistant)", "/threads/\(thread)/messages/\(message)", "/threads/\(thread)"]
            for path in deletes { #expect(try await ben.delete(path).status == 404, "\(path)") }
            #expect(try await ben.get("/assistants").ids == [bens])
            #expect(try await ben.get("/assistants?after=\(assistant)").status == 400)
            #expect(try await ben.get("/threads").ids == [bensThread])

            for path in gets.prefix(8) { #expect(try await anna.get(path).status == 200, "\(path)") }
        }
        #expect(model.requests.count == 1)
    }
}
