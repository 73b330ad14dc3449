// A conversation that the platform keeps: a thread, a message in it, and a run that lets an assistant answer.
//
//     swift run Examples thread "What is a martlet?"
//
// The assistant is the one of DEFAULT_ASSISTANT_ID; without one it is made, and deleted in the end.

import Martlet
import MartletAPI

enum Thread: Example {
    static let summary = "A conversation that the platform keeps, and an assistant's answer with what it drew on."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        if let assistant = context.assistant { return try await talk(to: assistant, client, context) }
        let made = try await client.assistants.create(
            AssistantRequest(name: "Example", instructions: "You answer in one short sentence."))
        do {
            try await talk(to: made.id, client, context)
        } catch {
            // The error is what counts; the assistant is not left behind if that can be helped.
            _ = try? await client.assistants.delete(made.id)
            throw error
        }
        try await client.assistants.delete(made.id)
    }

    private static func talk(
        to assistant: AssistantID, _ client: MartletClient, _ context: ExampleContext
    ) async throws {
        let thread = try await client.threads.create()
        let question = context.text(or: "What is a martlet?")
        try await client.threads.messages.create(in: thread.id, .user(question))
        context.print("Question: \(question)")

        // A run is under way on the platform, also while nobody waits for it.
        let run = try await client.threads.runs.create(in: thread.id, assistant: assistant)
        context.print("Run: \(run.status)")
        do {
            let done = try await client.threads.runs.wait(for: run, polling: PollingPolicy(deadline: .seconds(300)))
            if let answer = done.message { show(answer, context) } else { context.print("There is no answer.") }
        } catch let error as MartletError where error.code == .runFailed {
            throw ExampleError("\(error.message) (run \(error.run?.id ?? run.id))")
        }

        // The platform remembers the whole conversation; lists have the newest message first.
        let messages = try await client.threads.messages.list(in: thread.id).data
        context.print("Messages: \(messages.reversed().map(\.role.rawValue).joined(separator: ", "))")
        try await client.threads.delete(thread.id)
    }

    private static func show(_ answer: ThreadMessage, _ context: ExampleContext) {
        if let reasoning = answer.reasoningContent { context.print("Thought: \(reasoning)") }
        context.print("Answer: \(answer.text)")
        // What the platform's own tools read, made and ran on the way.
        for source in answer.sources ?? [] {
            context.print("Source: \(source.title ?? source.id) \(source.url ?? "") (\(source.toolName))")
        }
        for medium in answer.media ?? [] { context.print("Media: \(medium.type) \(medium.signedURL)") }
        for code in answer.code ?? [] { context.print("Code (\(code.language)):\n\(code.code)\n\(code.stdout ?? "")") }
    }
}
