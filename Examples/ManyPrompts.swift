// Many questions at once: so many requests in flight and no more, answers in order, failures apart.
//
//     swift run Examples many-prompts

import Martlet
import MartletAPI

enum ManyPrompts: Example {
    static let summary = "Many requests, four at a time; the results in order, failures among them."

    private static let words = ["swallow", "swift", "martin", "finch", "wren", "robin", "owl", "crow"]

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var requests = words.map { word in
            var request = ChatCompletionRequest(
                model: context.model, messages: [.user("Say one thing about the \(word).")])
            request.maxTokens = 20
            return request
        }
        // One of them cannot be answered. The others are, all the same.
        requests[2].model = "no-such-model"

        let start = ContinuousClock.now
        let results = try await client.chat.completions.create(requests, concurrency: 4)
        let duration = ContinuousClock.now - start

        for (word, result) in zip(words, results) {
            switch result {
            case .success(let answer): context.print("\(word): \(answer.text)")
            case .failure(let error as MartletError): context.print("\(word) failed: \(error.message)")
            case .failure(let error): context.print("\(word) failed: \(error)")
            }
        }
        let succeeded = results.count { (try? $0.get()) != nil }
        context.print("\(succeeded) of \(results.count) answered, in \(duration.components.seconds) s.")
    }
}
