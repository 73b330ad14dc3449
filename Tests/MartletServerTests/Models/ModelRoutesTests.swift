import Martlet
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import Testing

@Suite struct ModelRoutesTests {
    private static let engine = ChatModelEngine(
        ["b", "org/model name", "a", "mod%el", "über"].map { id in
            (
                EngineModel(
                    id: ModelID(rawValue: id), kind: id == "b" ? .embedding : .chat, created: 17, ownedBy: "us",
                    contextLength: 4_096),
                ScriptedModel()
            )
        })

    @Test func `the list is sorted and has what OpenAI's clients need`() async throws {
        try await withPlatform(engine: Self.engine) { platform in
            let client = try platform.client()
            let list = try await client.models.list()
            #expect(list.object == "list")
            #expect(list.data.map(\.id) == ["a", "b", "mod%el", "org/model name", "über"])
            let first = try #require(list.data.first)
            #expect(first.object == "model")
            #expect(first.created == 17)
            #expect(first.ownedBy == "us")
            #expect(first.additionalProperties["max_model_len"] == 4_096)
            #expect(list.data[1].additionalProperties["kind"] == "embedding")
            try await client.shutdown()
        }
    }

    @Test(arguments: ["a", "org/model name", "mod%el", "über"] as [ModelID])
    func `the SDK retrieves a model whatever is in its name`(_ id: ModelID) async throws {
        try await withPlatform(engine: Self.engine) { platform in
            let client = try platform.client()
            #expect(try await client.models.retrieve(id).id == id)
            try await client.shutdown()
        }
    }

    @Test(arguments: [
        ("/v1/models/a", 200), ("/v1/models/org/model%20name", 200), ("/v1/models/org%2Fmodel%20name", 200),
        ("/v1/models/%C3%BCber", 200), ("/v1/models/mod%25el", 200), ("/v1/models/none", 404),
        ("/v1/models/org", 404), ("/v1/models/a?x=1", 200), ("/v1/models?limit=1", 200), ("/v1/models/", 200),
        ("/v1/models/%zz", 404),
    ])
    func `the path names the model with bare and with encoded slashes`(_ path: String, _ status: Int) async throws {
        try await withPlatform(engine: Self.engine) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "GET", path)
            #expect(answer.status == status)
            if status == 404 { #expect(answer.body.contains("model_not_found")) }
        }
    }
}
