// An agent keeps the conversation: each question builds on what was said before.
//
//     swift run Examples agent-chat "What is a martlet?"

import Martlet
import MartletAPI
import MartletAgent

enum AgentChat: Example {
    static let summary = "An agent that keeps the conversation: instructions, two questions, and one aside."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        try await withChatAgent(context.agentModel(on: client)) { agent in
            await agent.setSystemPrompt("You answer in one short sentence.")
            context.print("First answer: \(try await agent.chat(context.text(or: "What is a martlet?")))")
            context.print("Second answer: \(try await agent.chat("Say the same in other words."))")

            // An aside sees what was said, and leaves no trace in it.
            let aside = try await agent.chat(
                "Say it in French.", addToHistory: false, overrides: ChatOverrides { $0.temperature = 0 })
            context.print("Aside: \(aside)")
            context.print("Messages: \(await agent.messages.map(\.role.rawValue).joined(separator: ", "))")

            await agent.clearHistory()
            context.print("After clearing: \(await agent.messages.map(\.role.rawValue).joined(separator: ", "))")
        }
    }
}
