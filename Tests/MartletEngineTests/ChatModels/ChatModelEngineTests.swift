import HTTPTypes
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import MartletWire
import NIOCore
import Testing

@Suite struct ChatModelEngineTests {
    private struct Mishap: Error {}

    private func request(_ model: ModelID, streamed: Bool) -> EngineRequest {
        var chat = ChatCompletionRequest(model: model, messages: [.user("hi you")])
        chat.stream = streamed
        return EngineRequest(model: model, chat: chat, body: ByteBuffer())
    }

    private func describe(_ id: ModelID, _ kind: EngineModel.Kind = .chat) -> EngineModel {
        EngineModel(id: id, kind: kind, created: 0, ownedBy: "us")
    }

    @Test func `its models are sorted, and the default is the first that chats`() async throws {
        let engine = ChatModelEngine([
            (describe("c"), ScriptedModel()), (describe("a", .embedding), ScriptedModel()),
            (describe("b"), ScriptedModel()),
        ])
        #expect(try await engine.models().map(\.id) == ["a", "b", "c"])
        #expect(try await engine.defaultModel(for: .chat) == "b")
        #expect(await engine.readiness() == .ready)
        await #expect(throws: PlatformError.self) { try await ChatModelEngine([]).defaultModel(for: .chat) }
    }

    @Test func `each request goes to the model that it names`() async throws {
        let first = ScriptedModel([.text("first")])
        let second = ScriptedModel([.text("second")])
        let engine = ChatModelEngine([(describe("1"), first), (describe("2"), second)])
        guard case .whole(let body) = try await engine.chat(request("2", streamed: false)) else {
            Issue.record("not whole")
            return
        }
        #expect(try ChatCompletion(json: body.readableBytesView).text == "second")
        #expect(first.requests.isEmpty)
        let error = try await #require(throws: PlatformError.self) {
            try await engine.chat(request("3", streamed: false))
        }
        #expect(error.status.code == 404)
        #expect(error.body.message.contains("'1', '2'"))
    }

    @Test func `a stream is one event for each chunk, and DONE`() async throws {
        let engine = ChatModelEngine("m", ScriptedModel())
        guard case .streamed(let pieces) = try await engine.chat(request("m", streamed: true)) else {
            Issue.record("not streamed")
            return
        }
        var parser = ServerSentEventParser()
        var count = 0
        for try await piece in pieces {
            parser.append(contentsOf: piece.readableBytesView)
            count += 1
        }
        var events: [String] = []
        while let event = try parser.next() { events.append(event.text) }
        #expect(events.count == count)
        #expect(events.last == "[DONE]")
        #expect(try events.dropLast().map { try ChatCompletionChunk(json: $0).text }.joined() == "hi you")
    }

    @Test func `a model's error passes, before the stream and in it`() async throws {
        let engine = ChatModelEngine(
            "m", ScriptedModel([.failure(Mishap()), .failure(Mishap()), .steps([.failure(Mishap())])]))
        await #expect(throws: Mishap.self) { try await engine.chat(request("m", streamed: true)) }
        await #expect(throws: Mishap.self) { try await engine.chat(request("m", streamed: false)) }
        guard case .streamed(let pieces) = try await engine.chat(request("m", streamed: true)) else {
            Issue.record("not streamed")
            return
        }
        await #expect(throws: Mishap.self) { for try await _ in pieces {} }
    }
}
