// Models that think before they answer: how to ask them to, and where the thoughts are.
//
//     swift run Examples reasoning "How many legs have three cats?"

import Martlet
import MartletAPI

enum Reasoning: Example {
    static let summary = "Thinking as the platform likes, on and off; the thoughts apart from the answer."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var request = ChatCompletionRequest(
            model: context.model, messages: [.user(context.text(or: "How many legs have three cats?"))])
        // Thoughts count: a model that thinks needs far more than its answer takes.
        request.maxTokens = 200

        // Three states: nil says nothing and leaves it to the platform. A model that cannot think takes all three alike.
        let states: [(name: String, value: Bool?)] = [("as the platform likes", nil), ("on", true), ("off", false)]
        for state in states {
            request.enableThinking = state.value
            let answer = try await client.chat.completions.create(request)
            context.print("Thinking \(state.name):")
            context.print("  thought: \(answer.reasoningText ?? "nothing")")
            context.print("  answer: \(answer.text)")
        }

        // In a stream a chunk brings either of the two. It is the same whether the server has a field for thoughts or
        // leaves them between <think> tags in the text.
        request.enableThinking = true
        var (thoughtPieces, answerPieces) = (0, 0)
        for try await chunk in try await client.chat.completions.stream(request) {
            if chunk.reasoningText?.isEmpty == false { thoughtPieces += 1 }
            if !chunk.text.isEmpty { answerPieces += 1 }
        }
        context.print("Pieces streamed: \(thoughtPieces) of thought, \(answerPieces) of the answer.")
    }
}
