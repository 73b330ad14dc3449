// An agent's settings from templates, files and the environment, and which of them wins.
//
//     swift run Examples agent-settings
//     swift run Examples agent-settings model.yaml runtime.yaml     # files of your own

import Foundation
import Martlet
import MartletAPI
import MartletAgent

enum AgentSettings: Example {
    static let summary = "An agent's settings from templates and YAML files, and what wins over what."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-settings-\(UUID().uuidString)")
        // Left behind, it would be in nobody's way.
        defer { try? FileManager.default.removeItem(at: folder) }
        var files = context.arguments
        if files.count < 2 {
            files = [folder.appending(path: "model.yaml").path, folder.appending(path: "runtime.yaml").path]
            // A template is a configuration for a purpose. What is named beside it wins.
            try ModelConfig(template: .precise, overrides: ["max_tokens": 30]).save(yaml: files[0])
            try RuntimeConfig(template: .production).save(yaml: files[1])
        }

        // What stands first wins: what a call says, what is assigned later, the overrides, the files, OPENAI_API_KEY and
        // OPENAI_API_BASE_URL, the defaults.
        var overrides: JSONObject = ["api_base_url": .string(client.baseURL), "timeout": 20]
        overrides["model"] = .string(context.model.rawValue)
        var (model, runtime) = try loadConfig(
            fromYAML: files[0], runtime: files[1], overrides: overrides, environment: context.environment)
        if let key = context.agentModel(on: client).apiKey { model.apiKey = key }
        context.print("Model: \(model.model?.rawValue ?? "none"), temperature \(model.temperature ?? -1)")
        context.print("Retries: \(runtime.maxRetries), timeout \(runtime.timeout), level \(runtime.logLevel.rawValue)")

        try await withChatAgent(model, runtime) { agent in
            context.print("Answer: \(try await agent.chat("What is a martlet?"))")
            // Settings hold from the next call on, and a call's own only for the call.
            await agent.update { $0.modelConfig.temperature = 0.9 }
            let answer = try await agent.chat("And a swift?", overrides: ChatOverrides { $0.maxTokens = 20 })
            context.print("Warmer and shorter: \(answer)")
        }
        do {
            try runtime.update(["log_levle": "DEBUG"])
        } catch {
            context.print("A typing error: \(error.message.prefix(40))…")
        }
    }
}
