import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// Several turns of one client: choices, batches, how many run, slow readers.
struct CodexClientTurnsTests {
    @Test func `n choices are as many threads, each with its index, and the usage is their sum`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("answer of \(turn.thread)")
        } _: { (client, runner) async throws in
            var request = question("Hi")
            request.n = 3
            let answer = try await client.create(request)
            #expect(answer.choices.map(\.index) == [0, 1, 2])
            #expect(Set(answer.choices.map(\.message.text)).count == 3)
            #expect(answer.choices.allSatisfy { $0.finishReason == .stop })
            #expect(answer.usage?.totalTokens == 45)
            #expect(runner.processes.count == 1)
        }
    }

    @Test func `a choice that fails ends the others when nothing was delivered`() async throws {
        try await withFakeCodex { turn, _ in
            if turn.thread.hasSuffix("2") {
                turn.fail("unexpected status 401 Unauthorized: no, url: http://x")
            } else {
                await turn.endWhenInterrupted()
            }
        } _: { (client, _) async throws in
            var request = question("Hi")
            request.n = 3
            let error = await #expect(throws: MartletError.self) { try await client.create(request) }
            #expect(error?.code == .authentication)
            #expect(error?.status == 401)
        }
    }

    @Test func `no more turns run at a time than allowed, and the results are in order`() async throws {
        let running = Collected<Int>()
        try await withFakeCodex {
            $0.maximumConcurrentTurns = 2
        } turn: { turn, _ in
            running.append(1)
            let atOnce = running.all.reduce(0, +)
            turn.answer("\(turn.params["input"]?[0]?["text"]?.stringValue ?? "")/\(atOnce <= 2 ? "ok" : "too many")")
            running.append(-1)
        } _: { (client, _) async throws in
            let progress = Collected<Int>()
            let items = try await client.batchGenerate((0..<12).map { "p\($0)" }, concurrency: 12) { _, done in
                progress.append(done)
            }
            #expect(items.map(\.content) == (0..<12).map { "p\($0)/ok" })
            #expect(progress.all == Array(1...12))
        }
    }

    @Test func `a batch keeps its order and the errors of its items`() async throws {
        try await withFakeCodex { turn, _ in
            let text = turn.params["input"]?[0]?["text"]?.stringValue ?? ""
            text == "bad" ? turn.fail("unexpected status 404 Not Found: no model, url: u") : turn.answer(text)
        } _: { (client, _) async throws in
            let items = try await client.batchGenerate(["one", "bad", "three"], concurrency: 1)
            #expect(items.map(\.content) == ["one", nil, "three"])
            #expect((items[1].error as? MartletError)?.code == .notFound)
            #expect(items.map(\.index) == [0, 1, 2])
        }
    }

    @Test func `generation with metadata has the three counts, 0 when the service did not say`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x", usage: turn.params["input"]?[0]?["text"] == "count" ? (7, 2) : nil)
        } _: { (client, _) async throws in
            let counted = try await client.generateWithMetadata("count")
            #expect((counted.promptTokens, counted.completionTokens, counted.totalTokens) == (7, 2, 9))
            #expect(counted.model == "gpt-test")
            #expect(counted.finishReason == .stop)
            let silent = try await client.generateWithMetadata("silent")
            #expect((silent.promptTokens, silent.totalTokens) == (0, 0))
            #expect(silent.completion.usage == nil)
        }
    }

    @Test func `a slow reader holds up no other turn and loses no text`() async throws {
        let words = (0..<5_000).map { "w\($0)" }
        let allWritten = FaultGate()
        try await withFakeCodex {
            $0.bufferedEvents = 16
        } turn: { turn, _ in
            if turn.params["input"]?[0]?["text"] == "long" {
                turn.answer(words.joined(separator: " "))
                allWritten.open()
            } else {
                turn.answer("quick")
            }
        } _: { (client, _) async throws in
            let stream = try await client.chat.completions.stream(question("long"))
            var iterator = stream.makeAsyncIterator()
            _ = try await iterator.next()
            // Nobody reads on, and the other turn is answered all the same, behind all that was written before.
            await allWritten.wait()
            #expect(try await client.generate("other") == "quick")
            var text = ""
            var count = 0
            while let chunk = try await iterator.next() {
                text += chunk.text
                count += 1
            }
            #expect(text == words.joined(separator: " "))
            #expect(count < 100)
        }
    }
}
