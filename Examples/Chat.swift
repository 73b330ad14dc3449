// A conversation: ask, print the answer, and ask again with all that was said before.
//
//     swift run Examples chat "What is a martlet?"

import Martlet
import MartletAPI

enum Chat: Example {
    static let summary = "A conversation of two questions, where the second builds on the first answer."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var request = ChatCompletionRequest(
            model: context.model,
            messages: [
                .system("You answer in one short sentence."),
                .user(context.text(or: "What is a martlet?")),
            ])
        request.maxTokens = 60

        let first = try await client.chat.completions.create(request)
        context.print("First answer: \(first.text)")

        // A platform remembers nothing: each request carries the whole conversation. An answer is a message like any
        // other and goes back as it came.
        if let message = first.choices.first?.message { request.messages.append(message) }
        request.messages.append(.user("Say the same in other words."))
        let second = try await client.chat.completions.create(request)
        context.print("Second answer: \(second.text)")

        if second.finishReason == .length { context.print("(cut off after \(request.maxTokens ?? 0) tokens)") }
        if let usage = second.usage {
            context.print("Tokens: \(usage.promptTokens) read, \(usage.completionTokens) written.")
        }
    }
}
