import MartletAPI
import MartletAgent
import MartletTesting
import Testing

/// Many calls of one agent at once that end in all kinds of ways.
@Suite(.timeLimit(.minutes(5))) struct ManyCallsTests {
    @Test func `Calls that are finished, left, cancelled and failed leave a legal history and a free agent`()
        async throws
    {
        let agent = ChatAgent(model: ScriptedModel(), ModelConfig(), .quiet())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let text = "one two three \(number)"
                    switch number % 5 {
                    case 0: _ = try? await agent.chat(text)
                    case 1:
                        var count = 0
                        do {
                            for try await _ in agent.chatStream(text) {
                                count += 1
                                if count == 2 { break }
                            }
                        } catch {
                            Issue.record(error)
                        }
                    case 2:
                        let task = Task { try await agent.chatStream(text).collected() }
                        if number % 2 == 0 { await Task.yield() }
                        task.cancel()
                        _ = try? await task.value
                    case 3: _ = try? await agent.chat(text, images: "/none/at/all.png")
                    default: _ = agent.chatStream(text).makeAsyncIterator()
                    }
                }
            }
        }
        let messages = await agent.messages
        #expect(messages.isLegal)
        // A question and what came of it, always together.
        #expect(messages.count.isMultiple(of: 2))
        for position in stride(from: 0, to: messages.count, by: 2) {
            #expect(messages[position].role == .user)
            #expect(messages[position + 1].role == .assistant)
            #expect(messages[position].text.hasPrefix(messages[position + 1].text))
        }
        #expect(messages.count { $0.role == .user } >= 120)
        await agent.clearHistory()
        let answer = try await agent.chat("Hi")
        #expect(answer == "Hi")
    }
}
