// An answer as it is written: the text piece by piece, then why it ended and what it cost.
//
//     swift run Examples streaming "Tell me about swallows."

import Martlet
import MartletAPI

enum Streaming: Example {
    static let summary = "An answer token by token, its finish reason and its usage."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var request = ChatCompletionRequest(
            model: context.model, messages: [.user(context.text(or: "Tell me about swallows."))])
        request.maxTokens = 80
        // Most platforms count only when they are asked to.
        request.streamOptions = StreamOptions(includeUsage: true)

        var finishReason: FinishReason?
        var usage: CompletionUsage?
        do {
            for try await chunk in try await client.chat.completions.stream(request) {
                context.print(chunk.text, terminator: "")
                finishReason = chunk.choices.first?.finishReason ?? finishReason
                usage = chunk.usage ?? usage
            }
            context.print()
        } catch let error as MartletError {
            // A stream that ends too early is an error, and never looks like a short answer. What had come is kept.
            context.print("\n(\(error.partial?.text.count ?? 0) characters had come)")
            throw error
        }

        context.print("Finish reason: \(finishReason?.rawValue ?? "none was given")")
        if let usage { context.print("Tokens: \(usage.promptTokens) read, \(usage.completionTokens) written.") }
    }
}
