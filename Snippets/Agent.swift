// What docs/agent.md shows of calls and tools.

import Foundation
// snippet.show
import MartletAPI
import MartletAgent

struct Query: Decodable { var city: String }

let model = try ModelConfig(apiBaseURL: "http://localhost:11434/v1", model: "qwen2.5:7b", temperature: 0.2)
let runtime = RuntimeConfig {
    $0.maxRetries = 3
    $0.timeout = .seconds(30)
}

try await withChatAgent(model, runtime) { agent in
    await agent.setSystemPrompt("Answer in one sentence.")
    try await agent.registerTool(
        Tool("get_weather", "The weather in a city.") { (query: Query) async throws in "Sunny in \(query.city)." })
    try await agent.registerTool(name: "now") { _ in Date().formatted() }
    try await agent.loadBuiltInTools("all", replace: true)

    print(try await agent.chat("What is this?", images: "photo.jpg"))
    for try await piece in agent.chatStream("And why?") { print(piece, terminator: "") }

    let reply = try await agent.respond(to: "What is 17 * 23?", overrides: ChatOverrides { $0.temperature = nil })
    print(reply.text, reply.toolRuns.count, reply.usage?.totalTokens ?? 0)
}
