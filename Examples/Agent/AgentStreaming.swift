// An agent's answer as it is written: as text, as events, and printed by the agent itself.
//
//     swift run Examples agent-streaming "Tell me about swallows."
//     swift run Examples agent-streaming --display            # the agent prints what it streams

import Martlet
import MartletAPI
import MartletAgent

enum AgentStreaming: Example {
    static let summary = "An agent's answer piece by piece, with what it cost and how soon it began."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let displays = context.arguments.contains("--display")
        var runtime = RuntimeConfig()
        // Both must want it: this switch, and the call.
        runtime.streamEnableProgress = displays

        try await withChatAgent(context.agentModel(on: client), runtime) { agent in
            let question = context.text(or: "Tell me about swallows.")
            var pieces = 0
            for try await piece in agent.chatStream(question, displayStream: displays) {
                pieces += 1
                if !displays { context.print(piece, terminator: "") }
            }
            if !displays { context.print() }

            let stats = await agent.getStats()
            context.print("\(pieces) pieces, \(stats["completion_tokens"]?.intValue ?? 0) tokens.")
            if let first = stats["average_time_to_first_token"]?.doubleValue {
                context.print("The first piece came after \(first) s.")
            }
        }
    }
}
