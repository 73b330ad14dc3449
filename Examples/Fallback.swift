// Graceful degradation: platforms and models are tried in turn until one answers, and something is said when none does.
//
//     swift run Examples fallback "What is a martlet?"

import Martlet
import MartletAPI

enum Fallback: Example {
    static let summary = "Platforms and models tried in turn; a canned reply when all of them fail."

    /// Something that may answer.
    struct Candidate: Sendable {
        var name: String
        var client: MartletClient
        var model: ModelID
    }

    /// What was said, and by whom.
    struct Reply: Sendable {
        var text: String
        var answeredBy: String
    }

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let question = context.text(or: "What is a martlet?")
        // Nobody listens on port 1. With another candidate behind it, a broken one is not worth a second attempt.
        let down = try MartletClient(platform: .custom("http://127.0.0.1:1/v1"), apiKey: nil).with { $0.maxRetries = 0 }
        let broken = [
            Candidate(name: "a server that is down", client: down, model: "any"),
            Candidate(name: "a model that is not there", client: client, model: "no-such-model"),
        ]
        let working = Candidate(name: "\(client.platform.name)/\(context.model)", client: client, model: context.model)

        for candidates in [broken + [working], broken] {
            let reply = try await ask(question, candidates, context)
            context.print("\(reply.answeredBy) answers: \(reply.text)")
        }
    }

    /// The answer of the first candidate that has one.
    ///
    /// - Throws: `CancellationError` only: whoever gave up waiting wants no other answer either.
    private static func ask(
        _ question: String, _ candidates: [Candidate], _ context: ExampleContext
    ) async throws -> Reply {
        for candidate in candidates {
            var request = ChatCompletionRequest(model: candidate.model, messages: [.user(question)])
            request.maxTokens = 60
            do {
                let answer = try await candidate.client.chat.completions.create(request)
                return Reply(text: answer.text, answeredBy: candidate.name)
            } catch let error as MartletError {
                context.print("\(candidate.name) failed (\(error.code)): \(error.message)")
            }
        }
        return Reply(text: "I cannot answer just now. Please try again later.", answeredBy: "Nobody")
    }
}
