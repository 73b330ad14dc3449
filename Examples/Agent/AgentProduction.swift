// An agent as it runs in production: few logs, counted tokens, three repetitions, a time limit, one place for errors.
//
//     swift run Examples agent-production "What is a martlet?"

import Martlet
import MartletAPI
import MartletAgent

enum AgentProduction: Example {
    static let summary = "Settings for production, what is counted, and one catch for every error."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        var runtime = RuntimeConfig()
        runtime.logLevel = .warning
        runtime.captureTokenUsage = true
        runtime.captureLatency = true
        runtime.maxRetries = 3
        runtime.timeout = .seconds(30)

        do {
            try await withChatAgent(context.agentModel(on: client), runtime) { agent in
                context.print(try await agent.chat(context.text(or: "What is a martlet?")))
                let stats = await agent.getStats()
                context.print("Request completed, tokens: \(stats["total_tokens"]?.intValue ?? 0)")
                context.print("Succeeded: \(stats["success_rate"]?.doubleValue ?? 0) %")
            }
        } catch let error as any ChatAPIError {
            // The place for what helps: a canned reply, another model, a queue. The details are for programs.
            context.print("Chat failed: \(error.message)")
            for (name, value) in error.details.sorted(by: { $0.key < $1.key }) { context.print("  \(name): \(value)") }
        }
    }
}
