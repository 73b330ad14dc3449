import MartletAPI
import Testing

@testable import MartletCodex

struct EventBufferTests {
    private struct Trouble: Error {}

    private func text(_ text: String, choice: Int = 0, finishReason: FinishReason? = nil) -> CodexEvent {
        var delta = ChatCompletionDelta()
        delta.content = text
        return .chunk(
            ChatCompletionChunk(choices: [
                ChatCompletionChunkChoice(delta: delta, index: choice, finishReason: finishReason)
            ]))
    }

    private func all(_ buffer: EventBuffer) async throws -> [CodexEvent] {
        var events: [CodexEvent] = []
        while let event = try await buffer.next() { events.append(event) }
        return events
    }

    @Test func `events come in order, then the end, and nothing after it`() async throws {
        let buffer = EventBuffer(limit: 100)
        for index in 0..<10 { buffer.append(text("\(index)")) }
        buffer.finish(.success(ChatCompletion(id: "a")))
        buffer.append(text("late"))
        buffer.finish(.failure(Trouble()))
        #expect(try await all(buffer) == (0..<10).map { text("\($0)") })
        #expect(try await buffer.next() == nil)
        #expect(buffer.completion?.id == "a")
    }

    @Test func `an error comes after what was before it, once`() async throws {
        let buffer = EventBuffer(limit: 100)
        buffer.append(text("x"))
        buffer.finish(.failure(Trouble()))
        try await buffer.waitUntilBegun()
        #expect(try await buffer.next() == text("x"))
        await #expect(throws: Trouble.self) { try await buffer.next() }
        #expect(try await buffer.next() == nil)
    }

    @Test func `an error with nothing before it is thrown where the stream begins`() async throws {
        let buffer = EventBuffer(limit: 100)
        buffer.finish(.failure(Trouble()))
        await #expect(throws: Trouble.self) { try await buffer.waitUntilBegun() }
        #expect(try await buffer.next() == nil)
    }

    @Test func `a warning is no beginning of an answer, unless activities count`() async throws {
        let buffer = EventBuffer(limit: 100)
        buffer.append(.activity(.warning("No way to honour it."), choice: 0))
        try await buffer.waitUntilBegun(countsActivities: true)
        buffer.finish(.failure(Trouble()))
        await #expect(throws: Trouble.self) { try await buffer.waitUntilBegun() }
        #expect(try await buffer.next() == nil)
    }

    @Test func `T57 beyond the limit text is joined by choice, and nothing of it is lost`() async throws {
        let buffer = EventBuffer(limit: 4)
        buffer.append(text("a", choice: 0))
        buffer.append(text("b", choice: 1))
        for index in 0..<1_000 { buffer.append(text("\(index % 10)", choice: index % 2)) }
        buffer.append(text("", choice: 0, finishReason: .stop))
        buffer.append(text("", choice: 1, finishReason: .stop))
        buffer.finish(.success(ChatCompletion()))
        let events = try await all(buffer)
        #expect(events.count <= 6)
        var texts = ["", ""]
        var reasons: [FinishReason?] = [nil, nil]
        for case .chunk(let chunk) in events {
            let choice = chunk.choices[0]
            texts[choice.index] += choice.delta.content ?? ""
            reasons[choice.index] = choice.finishReason ?? reasons[choice.index]
        }
        #expect(texts[0] == "a" + String(repeating: "02468", count: 100))
        #expect(texts[1] == "b" + String(repeating: "13579", count: 100))
        #expect(reasons == [.stop, .stop])
    }

    @Test func `beyond the limit the output of commands is dropped, other activities are not`() async throws {
        let buffer = EventBuffer(limit: 1)
        buffer.append(text("a"))
        for _ in 0..<100 { buffer.append(.activity(.commandOutput(id: "c", "noise"), choice: 0)) }
        buffer.append(.activity(.warning("kept"), choice: 0))
        buffer.finish(.success(ChatCompletion()))
        #expect(try await all(buffer) == [text("a"), .activity(.warning("kept"), choice: 0)])
    }

    @Test func `a reader that waits is woken by an event, by the end and by its cancellation`() async throws {
        let buffer = EventBuffer(limit: 10)
        let reader = Task { try await all(buffer).count }
        buffer.append(text("x"))
        buffer.finish(.success(ChatCompletion()))
        #expect(try await reader.value == 1)
        let silent = EventBuffer(limit: 10)
        let cancelled = Task { try await all(silent).count }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }
}
