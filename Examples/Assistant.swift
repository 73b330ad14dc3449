// An assistant: instructions with a name, which the platform keeps. Made, listed, changed and deleted.
//
//     swift run Examples assistant "You answer in one short sentence."

import Martlet
import MartletAPI

enum Assistant: Example {
    static let summary = "An assistant that the platform keeps: made, listed, changed, and deleted in the end."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let instructions = context.text(or: "You answer in one short sentence.")
        let made = try await client.assistants.create(
            AssistantRequest(name: "Short answers", instructions: instructions))
        context.print("Made: \(made.name) (\(made.id))")
        do {
            try await show(made.id, client, context)
        } catch {
            // The error is what counts; the assistant is not left behind if that can be helped.
            _ = try? await client.assistants.delete(made.id)
            throw error
        }
        try await client.assistants.delete(made.id)
        context.print("Deleted: \(made.name)")
    }

    private static func show(_ id: AssistantID, _ client: MartletClient, _ context: ExampleContext) async throws {
        let all = try await client.assistants.list().data
        context.print("There are \(all.count):")
        for assistant in all { context.print("  \(assistant.id)  \(assistant.name)") }

        // A change replaces name and instructions. Which of the platform's tools the assistant has stays as it is, unless
        // `toolsConfig` has a value, or is `.null` for all of them.
        let known = try await client.assistants.retrieve(id)
        let changed = try await client.assistants.update(
            id,
            AssistantRequest(name: "Kind answers", instructions: known.instructions + " Be kind.", toolsConfig: .null))
        context.print("Changed: \(changed.name): \(changed.instructions)")
        context.print("Tools: \(changed.toolsConfig ?? "all of the platform's")")

        let threads = try await client.assistants.threads(of: id).data
        context.print("Threads with a run of it: \(threads.count)")
    }
}
