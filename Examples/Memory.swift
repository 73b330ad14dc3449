// A chat that remembers: facts from one conversation help in the next, for each user apart.
//
//     swift run Examples memory "What should I cook for you?"
//
// What is asked is asked for both users. In the end their memories are deleted.

import Martlet
import MartletAPI

enum Memory: Example {
    static let summary = "A chat that remembers, for two users who never see each other's memories."

    /// What two users said some time ago.
    private static let conversations: [(user: String, messages: [ChatMessage])] = [
        (
            "ada",
            [
                .user("Hi, I'm Ada. I'm vegetarian, and I never eat mushrooms."), .assistant("Noted!"),
                .user("Next month I'm moving to Berlin with my dog Bruno."), .assistant("Have a good journey!"),
            ]
        ),
        (
            "bob",
            [
                .user("I'm Bob. My favourite food is a juicy steak."), .assistant("Noted!"),
                .user("I work night shifts as a nurse."), .assistant("That must be hard."),
            ]
        ),
    ]

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        // On GravixLayer's own platform the provider and the region are needed too.
        var configuration = MemoryConfiguration(
            embeddingModel: context.embeddingModel, inferenceModel: context.model, indexName: "example-memories",
            cloudProvider: .aws, region: "us-east-1")
        // A model that can be relied upon would choose what is worth keeping; this holds for one that cannot.
        configuration.extraction = .careful
        do {
            try await talk(configuration, client, context)
        } catch {
            // The error is what counts; nothing is left behind if that can be helped.
            try? await forget(configuration, client)
            throw error
        }
        try await forget(configuration, client)
        context.print("Forgotten again.")
    }

    private static func talk(
        _ configuration: MemoryConfiguration, _ client: MartletClient, _ context: ExampleContext
    ) async throws {
        let memory = client.memory(configuration)
        for (user, messages) in conversations {
            let addition = try await memory.add(messages, userID: user)
            context.print("Remembered of \(user):")
            for event in addition.results { context.print("  \(event.memory)") }
            // Nothing is swallowed: whether the model's facts would do, and why not.
            if let reason = addition.outcome.reason { context.print("  (\(reason))") }
        }

        let question = context.text(or: "What food should I cook for you?")
        context.print("\nQuestion to both: \(question)")
        for (user, _) in conversations {
            // Only this user's memories, the closest first, whatever words they use.
            let found = try await memory.search(question, userID: user, limit: 3, threshold: 0.2)
            context.print("\(user) is remembered to have said:")
            for item in found.results { context.print("  \(item.memory)") }

            let facts = found.results.map { "- \($0.memory)" }.joined(separator: "\n")
            var request = ChatCompletionRequest(
                model: context.model,
                messages: [
                    .system("You help a user of whom you remember:\n\(facts)\nAnswer in one short sentence."),
                    .user(question),
                ])
            request.maxTokens = 60
            request.temperature = 0
            context.print("Answer to \(user): \(try await client.chat.completions.create(request).text)")
        }
    }

    private static func forget(_ configuration: MemoryConfiguration, _ client: MartletClient) async throws {
        let memory = client.memory(configuration)
        for (user, _) in conversations { try await memory.deleteAll(userID: user) }
    }
}
