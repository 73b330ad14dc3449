// The code of docs/agent.md. A test compares the two: each block there is here, in a function of its own.

import MartletAPI
import MartletAgent

func construction() async throws {
    let model = try ModelConfig(apiBaseURL: "http://127.0.0.1:8484/v1", model: "smollm2")

    try await withChatAgent(model) { agent in
        print(try await agent.chat("What is a martlet?"))
        print(try await agent.chat("Say the same in other words."))  // it knows what was said
    }
}

func asking(_ agent: ChatAgent) async throws {
    print(try await agent.chat("What is this?", images: "photo.jpg"))
    let reply = try await agent.respond(to: "And these?", images: ["a.png", "b.png"])  // with all that is known
    print(reply.text, reply.reasoning ?? "", reply.usage?.totalTokens ?? 0, reply.toolRuns.count, reply.hitToolLimit)

    for try await piece in agent.chatStream("Tell me more.") {
        print(piece, terminator: "")
    }
    for try await event in agent.events(for: "Why?") {
        if case .reasoning(let piece) = event { print(piece, terminator: "") }
    }
}

func overriding(_ agent: ChatAgent) async throws {
    let answer = try await agent.chat(
        "Why?",
        overrides: ChatOverrides {
            $0.temperature = nil  // some reasoning models refuse it
            $0.maxTokens = 500
            $0.extraBody = ["top_k": 40]
        })
    print(answer)
}

func tools(_ agent: ChatAgent) async throws {
    struct City: Decodable { var name: String }

    try await agent.registerTool(
        try Tool("get_weather", "The weather in a city.") { (city: City) async throws in "Rain in \(city.name)." })
    print(try await agent.chat("What is the weather in Oslo?"))
}

func configuring() throws -> ChatAgent {
    let model = try ModelConfig(apiBaseURL: "http://localhost:11434/v1", model: "qwen2.5:7b", temperature: 0.2)
    let runtime = RuntimeConfig {
        $0.logLevel = .warning
        $0.maxRetries = 3
        $0.timeout = .seconds(30)
    }
    let agent = ChatAgent(model, runtime)
    return agent
}

func files() throws {
    let (model, runtime) = try loadConfig(
        fromYAML: "model.yaml", runtime: "runtime.yaml", overrides: ["model": "gpt-4o-mini", "timeout": 20])

    let precise = try ModelConfig(template: .precise, overrides: ["max_tokens": 100])
    let production = try RuntimeConfig(template: RuntimeConfigTemplate(named: "production"))
    try precise.save(yaml: "precise.yaml")  // the key in clear; only its owner can read the file
    print(model.model ?? "none", runtime.maxRetries, production.maxRetries)
}

func errors(_ agent: ChatAgent) async throws {
    do {
        print(try await agent.chat("Hello!"))
    } catch let error as ToolExecutionError {
        print("The tool \(error.tool) failed: \(error.error)")
    } catch let error as any ChatAPIError {
        print(error.message, error.details["status_code"] ?? "")
    }
}

func models(_ agent: ChatAgent) async throws {
    let models = try await agent.models()  // of the agent's platform; ModelManager(apiBaseURL: …) of another
    print(await models.listModels())  // names; empty when anything goes wrong
    print(await models.selectModel(preferred: ["qwen3", "llama2"]) ?? "none")
    print(try await models.requireModel(["qwen3"]))  // or ModelNotFoundError with those that there are
}

try await construction()
