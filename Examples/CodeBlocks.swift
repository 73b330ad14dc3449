// The code in an answer, without the talk around it.
//
//     swift run Examples code-blocks "Write a Python and a JavaScript function that add two numbers."
//     swift run Examples code-blocks --codex

import Martlet
import MartletAPI

enum CodeBlocks: Example {
    static let summary = "The fenced code blocks of an answer, with their languages."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        try await ExampleModel.withModel(client, context) { answerer in
            var request = ChatCompletionRequest(
                model: answerer.id,
                messages: [
                    .system("You write code in Markdown code blocks."),
                    .user(context.text(or: "Write a Python function that adds two numbers.")),
                ])
            request.maxTokens = 120

            let answer = try await answerer.model.complete(request)
            let blocks = answer.codeBlocks
            context.print("The answer has \(answer.text.count) characters and \(blocks.count) code blocks.")
            for (number, block) in blocks.enumerated() {
                context.print("--- \(number + 1): \(block.language ?? "text") ---")
                context.print(block.code)
            }
            // A block that was cut off goes to the end of the text.
            if answer.finishReason == .length { context.print("(The answer was cut off, and maybe the last block.)") }
        }
    }
}
