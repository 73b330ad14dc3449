// Many prompts with what is known of each answer: one after the other, and several at a time, with progress.
//
//     swift run Examples batch
//     swift run Examples batch --codex

import Martlet
import MartletAPI

enum Batch: Example {
    static let summary = "Prompts one by one and in parallel: answers with their tokens, errors apart, progress."

    /// An answer with what is known of it. What the model did not count is 0.
    struct Generation: Sendable {
        var content: String
        var model: String
        var finishReason: String
        var promptTokens: Int
        var completionTokens: Int
        var totalTokens: Int

        init(_ completion: ChatCompletion) {
            content = completion.text
            model = completion.model?.rawValue ?? ""
            finishReason = completion.finishReason?.rawValue ?? ""
            promptTokens = completion.usage?.promptTokens ?? 0
            completionTokens = completion.usage?.completionTokens ?? 0
            totalTokens = completion.usage?.totalTokens ?? 0
        }
    }

    private static let prompts = [
        "Write a Python function to sort a list.",
        "Create a React component for a button.",
        "Write SQL to find duplicate records.",
    ]

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        try await ExampleModel.withModel(client, context) { answerer in
            for (title, concurrency) in [("One by one", 1), ("Three at a time", 3)] {
                context.print("\(title):")
                let results = try await generate(prompts, with: answerer, concurrency: concurrency) { done, total in
                    context.print("  \(done) of \(total)")
                }
                for (prompt, result) in zip(prompts, results) { context.print("  \(prompt) \(line(for: result))") }
                let tokens = results.reduce(0) { $0 + ((try? $1.get().totalTokens) ?? 0) }
                context.print("  Tokens used: \(tokens)")
            }
        }
    }

    /// Generates for each prompt, at most so many at a time.
    ///
    /// - Parameter progress: Is told after each one how many are done, of how many.
    /// - Returns: An answer or an error for each prompt, in the order of the prompts.
    /// - Throws: `CancellationError` only. One prompt that fails takes nothing from the others.
    static func generate(
        _ prompts: [String], with answerer: ExampleModel, concurrency: Int, progress: (Int, Int) -> Void
    ) async throws -> [Result<Generation, any Error>] {
        typealias Item = (place: Int, result: Result<Generation, any Error>)
        let results = await withTaskGroup(of: Item.self) { group in
            var results = [Result<Generation, any Error>?](repeating: nil, count: prompts.count)
            var rest = prompts.enumerated().makeIterator()
            func start() {
                guard let (place, prompt) = rest.next() else { return }
                group.addTask { (place, await generate(prompt, with: answerer)) }
            }
            for _ in 0..<max(1, concurrency) { start() }
            var done = 0
            for await item in group {
                results[item.place] = item.result
                done += 1
                progress(done, prompts.count)
                start()
            }
            return results.compactMap(\.self)
        }
        try Task.checkCancellation()
        return results
    }

    private static func generate(
        _ prompt: String, with answerer: ExampleModel
    ) async -> Result<Generation, any Error> {
        var request = ChatCompletionRequest(model: answerer.id, messages: [.user(prompt)])
        request.maxTokens = 120
        do {
            return .success(Generation(try await answerer.model.complete(request)))
        } catch {
            return .failure(error)
        }
    }

    private static func line(for result: Result<Generation, any Error>) -> String {
        switch result {
        case .success(let answer):
            "\(answer.completionTokens) tokens by \(answer.model), \(answer.finishReason): \(answer.content.prefix(60))"
        case .failure(let error): "failed: \(ExampleError.sentence(for: error))"
        }
    }
}
