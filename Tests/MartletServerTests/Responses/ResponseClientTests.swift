import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Testing

/// The client's responses against the platform's.
struct ResponseClientTests {
    private struct Place: Decodable, Sendable {
        var city: String
    }

    private static func request(_ text: String) -> ResponseRequest {
        ResponseRequest(model: "scripted", input: .text(text))
    }

    @Test func `A response is the same whole, streamed, kept and continued`() async throws {
        let model = ScriptedModel([.text("Fine, thanks.", reasoning: "Hm.")])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            let whole = try await client.responses.create(Self.request("How are you?"))
            #expect(whole.outputText == "Fine, thanks.")
            #expect(whole.reasoningText == "Hm.")
            #expect(whole.status == .completed)
            #expect(try await client.responses.retrieve(whole.id) == whole)
            var text = ""
            var last: ResponseStreamEvent?
            for try await event in try await client.responses.stream(Self.request("How are you?")) {
                text += event.text
                last = event
            }
            #expect(text == "Fine, thanks.")
            #expect(last?.response?.outputText == text)
            var next = Self.request("And now?")
            next.previousResponseID = whole.id
            let streamed = try await client.responses.stream(next).collect()
            #expect(try await client.responses.retrieve(streamed.id) == streamed)
            #expect(
                model.requests.last?.messages == [
                    .user("How are you?"), .assistant("Fine, thanks."), .user("And now?"),
                ])
            var items: [ResponseItem] = []
            for try await item in client.responses.inputItems(of: streamed.id) { items.append(item) }
            #expect(items.map(\.type) == ["message"])
            #expect(try await client.responses.delete(whole.id).deleted)
            await #expect(throws: MartletError.self) { try await client.responses.retrieve(whole.id) }
            try await client.shutdown()
        }
    }

    @Test func `Functions run until there is an answer`() async throws {
        let calls = ["Rome", "Oslo"].enumerated().map { index, city in
            ToolCall(
                id: ToolCallID(rawValue: "call_\(index)"), type: .function,
                function: ToolCallFunction(name: "weather", arguments: "{\"city\":\"\(city)\"}"))
        }
        let model = ScriptedModel([.toolCalls(calls[0], calls[1]), .text("Sunny and cold.")])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            let toolbox = try Toolbox([
                Tool("weather", "The weather.") { (place: Place) async throws in "fine in \(place.city)" }
            ])
            let conversation = try await client.responses.create(Self.request("Weather?"), using: toolbox)
            #expect(conversation.response.outputText == "Sunny and cold.")
            let asked = try #require(model.requests.last?.messages)
            #expect(asked.map(\.role) == [.user, .assistant, .tool, .tool])
            #expect(asked.suffix(2).map(\.text) == ["fine in Rome", "fine in Oslo"])
            try await client.shutdown()
        }
    }

    @Test func `A stream in the background is resumed where it broke`() async throws {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .text(" two"), .stop])])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            var request = Self.request("Count.")
            request.background = true
            var seen: [ResponseStreamEvent] = []
            for try await event in try await client.responses.stream(request) {
                seen.append(event)
                if !event.text.isEmpty { break }
            }
            gate.open()
            let id = try #require(seen.first?.response?.id)
            for try await event in try await client.responses.resume(id, after: seen.last?.sequenceNumber) {
                seen.append(event)
            }
            #expect(seen.map(\.sequenceNumber) == Array(0..<seen.count))
            #expect(seen.map(\.text).joined() == "one two")
            #expect(try await client.responses.wait(for: id).outputText == "one two")
            #expect(model.abandonedAnswers == 0)
            try await client.shutdown()
        }
    }

    @Test func `What was called off, and what failed, is an error with its reason`() async throws {
        let gate = FaultGate()
        let refusal = PlatformError.invalidRequest("9000 tokens.", code: "context_length_exceeded")
        let model = ScriptedModel([.steps([.text("one"), .hold(gate), .stop]), .failure(refusal)])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            var request = Self.request("Go on.")
            request.background = true
            let response = try await client.responses.create(request)
            await gate.waitUntilReached()
            #expect(try await client.responses.cancel(response.id).status == .cancelled)
            let cancelled = await #expect(throws: MartletError.self) {
                try await client.responses.wait(for: response.id)
            }
            #expect(cancelled?.code == .responseCancelled)
            let failed = await #expect(throws: MartletError.self) {
                try await client.responses.createAndWait(Self.request("Go on."))
            }
            #expect(failed?.serverCode == "context_length_exceeded")
            #expect(failed?.description.contains("9000 tokens.") == true)
            try await client.shutdown()
        }
    }
}
