import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Synchronization
import Testing

@testable import Examples

/// The examples that work over any chat model, over scripted ones.
@Suite(.timeLimit(.minutes(5))) struct AnyModelExamplesTests {
    private func run(_ arguments: String..., model: any ChatModel) async throws -> Outcome {
        try await withPlatform(model: model, named: "smollm2") { platform in
            await Outcome.of(arguments, on: platform)
        }
    }

    private func answerer(_ model: any ChatModel) -> ExampleModel {
        ExampleModel(name: "scripted", model: model, id: "m", models: { ["m"] })
    }

    private static let refusal = PlatformError.invalidRequest("Not that.")

    // MARK: Many requests

    @Test func `hello-worlds prints the answers in the order of asking, whichever comes first`() async throws {
        let outcome = try await run("hello-worlds", model: ReverseModel())
        #expect(outcome.status == 0)
        #expect(
            outcome.lines == [
                "", "Python, by smollm2:", "print in Python", "", "JavaScript, by smollm2:", "print in JavaScript", "",
                "Go, by smollm2:", "print in Go", "", "Rust, by smollm2:", "print in Rust",
            ])
    }

    @Test func `hello-worlds asks models in turn, and fails when one of them is not there`() async throws {
        let outcome = try await run("hello-worlds", "smollm2", "no-such-model", model: ScriptedModel([.text("x")]))
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("no-such-model"))
    }

    @Test func `batch has an answer or an error for each prompt, in order, and says how far it is`() async throws {
        let model = ScriptedModel([.text("One."), .failure(Self.refusal), .text("Three."), .text("Four five.")])
        let outcome = try await run("batch", model: model)
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 16)
        #expect(Array(lines[0...3]) == ["One by one:", "  1 of 3", "  2 of 3", "  3 of 3"])
        #expect(lines[4] == "  Write a Python function to sort a list. 1 tokens by smollm2, stop: One.")
        #expect(lines[5] == "  Create a React component for a button. failed: Not that.")
        #expect(lines[6] == "  Write SQL to find duplicate records. 1 tokens by smollm2, stop: Three.")
        #expect(Array(lines[8...11]) == ["Three at a time:", "  1 of 3", "  2 of 3", "  3 of 3"])
        #expect(lines[12...14].allSatisfy { $0.hasSuffix("2 tokens by smollm2, stop: Four five.") })
        // A token is a word here: 8 and 6 of the prompts that were answered, and a word each; then 21, and two each.
        #expect(lines[7] == "  Tokens used: 16")
        #expect(lines[15] == "  Tokens used: 27")
    }

    @Test func `batch has no more in flight than it may, and keeps the order`() async throws {
        let model = CrowdModel(size: 3)
        let prompts = (1...9).map { "Prompt \($0)" }
        var progress: [Int] = []
        let results = try await Batch.generate(prompts, with: answerer(model), concurrency: 3) { done, _ in
            progress.append(done)
        }
        #expect(try results.map { try $0.get().content } == prompts)
        #expect(model.largest == 3)
        #expect(progress == Array(1...9))
    }

    @Test func `batch ends when it is cancelled`() async throws {
        let model = ScriptedModel([.steps([.silence])])
        let answerer = answerer(model)
        // Awaited below.
        let batch = Task { try await Batch.generate(["a", "b"], with: answerer, concurrency: 2) { _, _ in } }
        try await eventually { model.requests.count == 2 }
        batch.cancel()
        await #expect(throws: CancellationError.self) { try await batch.value }
    }

    // MARK: When things fail

    @Test func `degradation answers in each of its ways`() async throws {
        let outcome = try await run("degradation", "Hello?", model: ScriptedModel())
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 4)
        #expect(lines[0] == "In time: Hello?")
        #expect(lines[1] == "A text: # Code generation is unavailable.")
        #expect(lines[2].hasPrefix("A closure: # Because: The model 'no-such-model' is not served here."))
        #expect(lines[3] == "Another model: Hello?")
    }

    @Test func `degradation tries three times when there are too many requests, after 4 seconds and 4 more`()
        async throws
    {
        var busy = MartletError(.rateLimited, "Too many.")
        busy.status = 429
        let model = ScriptedModel([.failure(busy), .failure(busy), .text("At last.")])
        let waits = Waits()
        let answer = try await Degradation.answer(
            "Hello?", from: answerer(model), within: .seconds(60), waits.attempts, otherwise: .text("Nothing."))
        #expect(answer == "At last.")
        #expect(waits.all == [.seconds(4), .seconds(4)])
        #expect(model.requests.count == 3)
    }

    @Test func `degradation gives up after three attempts, and at once when time will not help`() async throws {
        var busy = MartletError(.rateLimited, "Too many.")
        busy.status = 429
        for (error, count) in [(busy, 3), (MartletError(.invalidArgument, "Never."), 1)] {
            let model = ScriptedModel([.failure(error)])
            let waits = Waits()
            let answer = try await Degradation.answer(
                "Hello?", from: answerer(model), within: .seconds(60), waits.attempts,
                otherwise: .closure { ExampleError.sentence(for: $0) })
            #expect(answer == error.message)
            #expect(waits.all.count == count - 1)
            #expect(model.requests.count == count)
        }
    }

    @Test func `degradation does not wait for an answer longer than it should`() async throws {
        let model = ScriptedModel([.steps([.silence]), .text("Later.")])
        let waits = Waits()
        let answer = try await Degradation.answer(
            "Hello?", from: answerer(model), within: .milliseconds(20), waits.attempts, otherwise: .text("Nothing."))
        #expect(["Later.", "Nothing."].contains(answer))
        #expect(!waits.all.isEmpty)
        try await eventually { model.abandonedAnswers >= 1 }
    }

    @Test func `degradation has nothing to say to those who left`() async throws {
        let model = ScriptedModel([.steps([.silence])])
        let answerer = answerer(model)
        // Awaited below.
        let answer = Task {
            try await Degradation.answer(
                "Hello?", from: answerer, within: .seconds(60), Attempts(), otherwise: .text("Nothing."))
        }
        try await eventually { model.requests.count == 1 }
        answer.cancel()
        await #expect(throws: CancellationError.self) { try await answer.value }
    }

    @Test func `the waits double between 4 and 10 seconds`() {
        #expect((1...6).map { Attempts().wait(after: $0) } == [4, 4, 4, 8, 10, 10].map { .seconds($0) })
    }
}

/// Keeps what attempts would have waited.
private final class Waits: Sendable {
    private let waits = Mutex<[Duration]>([])

    var all: [Duration] { waits.withLock { $0 } }

    var attempts: Attempts {
        var attempts = Attempts()
        attempts.sleep = { wait in self.waits.withLock { $0.append(wait) } }
        return attempts
    }
}

/// Answers four languages in the reverse order.
private final class ReverseModel: ChatModel {
    private let languages = ["Python", "JavaScript", "Go", "Rust"]
    private let gates = (0..<4).map { _ in FaultGate() }

    func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        let question = request.messages.last?.text ?? ""
        guard let place = languages.firstIndex(where: { question.contains(" \($0) ") }) else { throw Mishap() }
        if place + 1 < gates.count { await gates[place + 1].wait() }
        defer { gates[place].open() }
        return try await ScriptedModel([.text("```\nprint in \(languages[place])\n```")]).complete(request)
    }

    func stream(_ request: ChatCompletionRequest) async throws -> ScriptedChunks { throw Mishap() }
}

/// Repeats what it is told, and answers nobody before so many ask at the same time.
private final class CrowdModel: ChatModel {
    private let size: Int
    private let state = Mutex((present: 0, largest: 0, gate: FaultGate()))

    init(size: Int) { self.size = size }

    var largest: Int { state.withLock { $0.largest } }

    func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        let gate = state.withLock { state in
            state.present += 1
            state.largest = max(state.largest, state.present)
            return state.gate
        }
        if state.withLock({ $0.present >= size }) { gate.open() }
        await gate.wait()
        defer { state.withLock { $0.present -= 1 } }
        return try await ScriptedModel().complete(request)
    }

    func stream(_ request: ChatCompletionRequest) async throws -> ScriptedChunks { throw Mishap() }
}
