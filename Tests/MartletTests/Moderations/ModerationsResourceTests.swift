import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(10))) struct ModerationsResourceTests {
    @Test func `texts and media go out in PixiGPT's form`() async throws {
        try await withFaultServer { _ in
            .json(
                #"{"category":"PII","score":0.95,"usage":{"prompt_tokens":4,"completion_tokens":1,"total_tokens":5}}"#)
        } _: { server in
            let client = try MartletClient(platform: .pixiGPT, apiKey: "k", baseURL: server.baseURL)
            let text = try await client.moderations.create(prompt: "x")
            #expect(text.category == .pii)
            #expect(text.group == .critical)
            #expect(text.usage?.totalTokens == 5)
            _ = try await client.moderations.create(mediaURL: "https://e.org/a.png")
            _ = try await client.moderations.create(mediaURL: "https://e.org/a.mp4", isVideo: true)
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"prompt":"x"}"#, #"{"media_url":"https://e.org/a.png","is_video":false}"#,
                    #"{"media_url":"https://e.org/a.mp4","is_video":true}"#,
                ])
            #expect(
                server.requests.map(\.path) == ["/v1/moderations", "/v1/moderations/media", "/v1/moderations/media"])
        }
    }

    @Test func `OpenAI's form has a result for each text`() async throws {
        try await withFaultServer { _ in
            .json(#"{"id":"modr-1","model":"m","results":[{"flagged":true,"categories":{"hate":true}}]}"#)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let report = try await client.moderations.create(input: "x", model: "omni-moderation-latest")
            #expect(report.results.map(\.flaggedCategories) == [["hate"]])
            #expect(server.requests.first?.bodyText == #"{"model":"omni-moderation-latest","input":"x"}"#)
            let error = await #expect(throws: MartletError.self) {
                try await client.moderations.create(input: ["a", "b"])
            }
            #expect(error?.code == .decoding)
            #expect(error?.message.contains("one result for each text") == true)
        }
    }

    @Test func `T39 an error in a 200, and an answer without a category, are errors`() async throws {
        try await withFaultServer { request in
            request.bodyText.contains("first") ? .json(#"{"error":{"message":"no room"}}"#) : .json(#"{"score":1}"#)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let first = await #expect(throws: MartletError.self) {
                try await client.moderations.create(prompt: "first")
            }
            #expect(first?.message.contains("no room") == true)
            let second = await #expect(throws: MartletError.self) { try await client.moderations.create(prompt: "2nd") }
            #expect(second?.code == .decoding)
        }
    }
}
