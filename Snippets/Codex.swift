// The code of docs/codex.md. A test compares the two: each block there is here, in a function of its own.

import MartletAPI
import MartletCodex

func quickStart() async throws {
    let client = try CodexClient()  // told by the environment and the configuration file
    let request = ChatCompletionRequest(model: nil, messages: [.user("Which files are here?")])
    print(try await client.chat.completions.create(request).text)

    for try await event in try await client.chat.completions.events(request) {
        switch event {
        case .chunk(let chunk): print(chunk.text, terminator: "")
        case .activity(.command(let command), _): print("$ \(command.command): \(command.status.rawValue)")
        case .activity: break
        }
    }
    await client.shutdown()
}

func approvals() throws -> CodexClient {
    var configuration = try CodexConfiguration(environment: nil)
    configuration.approvalPolicy = .onRequest
    configuration.approvalHandler = { request in
        if case .command(let command, _) = request.subject, command.contains("swift build") { return .accept }
        return .decline
    }
    return try CodexClient(configuration)
}

func conversations(_ client: CodexClient) async throws {
    let conversation = client.conversation(system: "Answer in one sentence.")
    print(try await conversation.send("What is a martlet?").text)
    print(try await conversation.send("And why has it no feet?").text)  // the same thread: only this is sent

    let items = try await client.batchGenerate(["Sort a list.", "Find duplicates."], concurrency: 2) { item, done in
        print(done, item.content ?? "failed")
    }
    print(items.map { (try? $0.result.get().totalTokens) ?? 0 })
}

try await quickStart()
