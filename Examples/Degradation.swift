// Graceful degradation over whatever answers: a short time limit, a retry policy of one's own, and three things to do
// when there is no answer all the same: say a text, do something else, or ask somebody else.
//
//     swift run Examples degradation "Write a Fibonacci function."
//     swift run Examples degradation --codex                       # asks Codex, and the platform when Codex cannot

import Martlet
import MartletAPI

enum Degradation: Example {
    static let summary = "A time limit and a retry policy of one's own; a text, a closure or another model instead."

    /// What happens when there is no answer.
    enum Fallback: Sendable {
        /// This is said.
        case text(String)
        /// This decides, and is told why.
        case closure(@Sendable (any Error) async throws -> String)
        /// This one is asked.
        case model(ExampleModel)
    }

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        // The policy of `Attempts` is to be the only one.
        try await ExampleModel.withModel(client, context, retries: false) { answerer in
            try await show(answerer, instead: ExampleModel(client, context.model), Attempts(), context)
        }
    }

    /// Asks a model that is there, and three times one that is not.
    static func show(
        _ answerer: ExampleModel, instead: ExampleModel, _ attempts: Attempts, limit: Duration = .seconds(30),
        _ context: ExampleContext
    ) async throws {
        let question = context.text(or: "Write a Fibonacci function.")
        func show(_ title: String, _ answerer: ExampleModel, _ fallback: Fallback) async throws {
            let answer = try await answer(question, from: answerer, within: limit, attempts, otherwise: fallback)
            context.print("\(title): \(answer)")
        }
        try await show("In time", answerer, .text("# Code generation is unavailable."))

        var broken = answerer
        broken.id = "no-such-model"
        try await show("A text", broken, .text("# Code generation is unavailable."))
        try await show("A closure", broken, .closure { "# Because: \(ExampleError.sentence(for: $0))" })
        try await show("Another model", broken, .model(instead))
    }

    /// An answer, or what there is instead.
    ///
    /// - Throws: What the fallback throws, and `CancellationError`: whoever gave up waiting wants neither.
    static func answer(
        _ question: String, from answerer: ExampleModel, within limit: Duration, _ attempts: Attempts,
        otherwise fallback: Fallback
    ) async throws -> String {
        do {
            return try await attempts.run {
                try await withTimeLimit(limit) { try await answerer.text(of: question) }
            }
        } catch {
            try Task.checkCancellation()
            switch fallback {
            case .text(let text): return text
            case .closure(let body): return try await body(error)
            case .model(let other): return try await other.text(of: question)
            }
        }
    }
}

extension ExampleModel {
    /// What it says to a question.
    fileprivate func text(of question: String) async throws -> String {
        var request = ChatCompletionRequest(model: id, messages: [.user(question)])
        request.maxTokens = 120
        return try await model.complete(request).text
    }
}
