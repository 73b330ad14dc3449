import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import Examples

/// The example with memories.
@Suite(.timeLimit(.minutes(5))) struct MemoryExampleTests {
    @Test func `memory answers each user from that user's memories alone`() async throws {
        let model = ScriptedModel([
            .text(
                #"{"memories":[{"content":"I never eat mushrooms.","memory_type":"factual"},{"content":"I live in Oslo."}]}"#
            ),
            .text("I have no idea."), .text("Lentils."), .text("A steak."),
        ])
        let engine = WordEngine(model: model, meanings: ["cook": "food", "eat": "food", "vegetarian": "food"])
        let (outcome, left) = try await withPlatform(engine: engine) { platform in
            let outcome = await Outcome.of(["memory"], on: platform)
            let client = try platform.client()
            let left = try await client.memory(indexName: "example-memories").listAllUsers()
            try await client.shutdown()
            return (outcome, left)
        }
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
        #expect(outcome.lines.contains("  I never eat mushrooms."))
        #expect(outcome.lines.contains("  Next month I'm moving to Berlin with my dog Bruno."))
        #expect(!outcome.output.contains("Oslo"))
        #expect(outcome.lines.contains { $0.hasPrefix("  Conversation: USER: I'm Bob.") })
        #expect(outcome.lines.contains("Answer to ada: Lentils."))
        #expect(outcome.lines.contains("Answer to bob: A steak."))
        #expect(outcome.lines.last == "Forgotten again.")
        #expect(left.isEmpty)
        let prompts = model.requests.suffix(2).map { $0.messages[0].text }
        #expect(prompts.first?.contains("mushrooms") == true)
        #expect(prompts.first?.contains("steak") == false)
        #expect(prompts.last?.contains("steak") == true)
        #expect(prompts.last?.contains("mushrooms") == false)
    }

    @Test func `memory leaves no memories behind when something goes wrong`() async throws {
        let model = ScriptedModel([.text("[]"), .text("[]"), .failure(ExampleError("No."))])
        let (outcome, left) = try await withPlatform(engine: WordEngine(model: model)) { platform in
            let outcome = await Outcome.of(["memory"], on: platform)
            let client = try platform.client()
            let left = try await client.memory(indexName: "example-memories").listAllUsers()
            try await client.shutdown()
            return (outcome, left)
        }
        #expect(outcome.status == 1)
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(left.isEmpty)
    }
}
