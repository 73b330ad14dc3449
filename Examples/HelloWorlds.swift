// Requests that run at the same time, each of a model of its own if there are several; answers in the order of asking.
//
//     swift run Examples hello-worlds
//     swift run Examples hello-worlds smollm2 qwen3-0.6b       # the models take turns
//     swift run Examples hello-worlds --codex

import Martlet
import MartletAPI

enum HelloWorlds: Example {
    static let summary = "Four requests at the same time, to one model or to four; the answers in order."

    private static let languages = ["Python", "JavaScript", "Go", "Rust"]

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let names = context.arguments.filter { !$0.hasPrefix("-") }
        try await ExampleModel.withModel(client, context) { answerer in
            let models = names.isEmpty ? [answerer.id] : names.map { ModelID(rawValue: $0) }
            let requests = languages.enumerated().map { place, language in
                var request = ChatCompletionRequest(
                    model: models[place % models.count],
                    messages: [.user("Write a \(language) hello world. Code only.")])
                request.maxTokens = 80
                return request
            }
            for (language, answer) in zip(languages, try await answers(to: requests, from: answerer.model)) {
                context.print("\n\(language), by \(answer.model?.rawValue ?? "a model without a name"):")
                context.print(answer.codeBlocks.first?.code ?? answer.text)
            }
        }
    }

    /// Asks for all at once.
    ///
    /// - Returns: The answers in the order of the requests, whichever came first.
    /// - Throws: The first error; the other requests are then cancelled. The example `batch` keeps them apart.
    private static func answers(
        to requests: [ChatCompletionRequest], from model: any ChatModel
    ) async throws -> [ChatCompletion] {
        try await withThrowingTaskGroup(of: (Int, ChatCompletion).self) { group in
            for (place, request) in requests.enumerated() {
                group.addTask { (place, try await model.complete(request)) }
            }
            var answers = [ChatCompletion?](repeating: nil, count: requests.count)
            for try await (place, answer) in group { answers[place] = answer }
            return answers.compactMap(\.self)
        }
    }
}
