import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Answers of a type: how they are asked for, decoded and refused.
@Suite(.inTurn, .timeLimit(.minutes(10))) struct StructuredOutputTests {
    struct Recipe: Decodable, Equatable, Sendable {
        enum Difficulty: String, CaseIterable, Decodable { case easy, hard }
        var name: String
        var minutes: Int
        var difficulty: Difficulty?
    }

    private static func answer(_ content: String, finish: String = "stop", extra: String = "") -> String {
        let text = (try? JSONValue.string(content).jsonText()) ?? ""
        return #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":\#(text)\#(extra)},"#
            + #""finish_reason":"\#(finish)"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
    }

    private static let nullDifficulty = #"{"name":"x","minutes":1,"difficulty":null}"#

    private func ask(_ response: String) async throws -> StructuredCompletion<Recipe> {
        try await withFaultServer { _ in
            .json(response)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            return try await client.chat.completions.create(Sample.request, as: Recipe.self)
        }
    }

    @Test func `the type's schema goes with the request, in the strict form`() async throws {
        try await withFaultServer { _ in
            .json(Self.answer(Self.nullDifficulty))
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let answer = try await client.chat.completions.create(Sample.request, as: Recipe.self)
            #expect(answer.value == Recipe(name: "x", minutes: 1))
            #expect(answer.completion.usage?.totalTokens == 3)
            let format = try JSONValue(json: try #require(server.requests.first).body)["response_format"]
            #expect(format?["json_schema"]?["name"] == "Recipe")
            #expect(format?["json_schema"]?["strict"] == true)
            let schema = format?["json_schema"]?["schema"]
            #expect(schema?["required"] == ["name", "minutes", "difficulty"])
            #expect(schema?["additionalProperties"] == false)
        }
    }

    @Test func `a type that strict mode cannot say is asked for without it`() async throws {
        try await withFaultServer { _ in
            .json(Self.answer(#"{"a":1}"#))
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let answer = try await client.chat.completions.create(Sample.request, as: [String: Int].self)
            #expect(answer.value == ["a": 1])
            let format = try JSONValue(json: try #require(server.requests.first).body)["response_format"]
            #expect(format?["json_schema"]?["strict"] == nil)
            #expect(format?["json_schema"]?["name"]?.stringValue?.contains("<") == false)
        }
    }

    @Test(arguments: [
        "```json\n{\"name\":\"x\",\"minutes\":1}\n```", "```\n{\"name\":\"x\",\"minutes\":1}\n```\n",
        "\n {\"name\":\"x\",\"minutes\":1,\"more\":2} ",
    ])
    func `JSON in a fence, and with members that nobody asked for, is decoded`(_ content: String) async throws {
        #expect(try await ask(Self.answer(content)).value == Recipe(name: "x", minutes: 1))
    }

    @Test(arguments: [
        (answer("", extra: #","refusal":"I must not.""#), MartletError.Code.refused, "I must not."),
        (
            #"{"choices":[{"message":{"role":"assistant","content":[{"type":"refusal","refusal":"No."}]},"finish_reason":"stop"}]}"#,
            .refused, "No."
        ),
        (answer(#"{"name":"x","min"#, finish: "length"), .outputCutOff, "token limit"),
        (answer("", finish: "content_filter"), .contentFiltered, "filter"),
        (answer("Sure! Here you go."), .invalidOutput, "not JSON"),
        (answer(#"{"name":"x"}"#), .invalidOutput, "'minutes' is missing"),
        (answer(#"{"name":"x","minutes":"soon"}"#), .invalidOutput, "minutes"),
        (answer(#"{"name":"x","minutes":1,"difficulty":"mean"}"#), .invalidOutput, "difficulty"),
    ])
    func `each way to fail is an error of its own, with the answer`(
        _ response: String, _ code: MartletError.Code, _ words: String
    ) async throws {
        let error = await #expect(throws: MartletError.self) { try await ask(response) }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true)
        #expect(error?.partial != nil)
    }

    @Test func `a stream shows the answer grow, and ends with the value`() async throws {
        let pieces = [#"{\"na"#, #"me\":\"pan"#, #"cakes\",\"minu"#, #"tes\":2"#, #"0}"#]
        let events = pieces.map { Sample.event($0) } + [Sample.event("", finish: "stop"), Sample.done]
        try await withFaultServer([.eventStream(events)]) { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            var snapshots: [StructuredStream<Recipe>.Snapshot] = []
            for try await snapshot in try await client.chat.completions.stream(Sample.request, as: Recipe.self) {
                snapshots.append(snapshot)
            }
            #expect(
                snapshots.map(\.json) == [
                    [:], ["name": "pan"], ["name": "pancakes"], ["name": "pancakes", "minutes": 20],
                    ["name": "pancakes", "minutes": 20],
                ])
            #expect(snapshots.map { $0.value != nil } == [false, false, false, false, true])
            #expect(snapshots.last?.value == Recipe(name: "pancakes", minutes: 20))
        }
    }

    @Test func `a stream of several choices is the first one's, and a bare number is a value`() async throws {
        let events = [
            Sample.event("4"), Sample.event("9", index: 1), Sample.event("2"), Sample.event("", finish: "stop"),
            Sample.event("", finish: "stop", index: 1), Sample.done,
        ]
        try await withFaultServer([.eventStream(events)]) { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            var last: StructuredStream<Int>.Snapshot?
            let stream = try await client.chat.completions.stream(Sample.request, as: Int.self)
            for try await snapshot in stream { last = snapshot }
            #expect(last?.value == 42)
            #expect(last?.json == 42)
        }
    }

    @Test func `a stream that is cut off at the limit says so`() async throws {
        let events = [Sample.event(#"{\"name\":\"x"#), Sample.event("", finish: "length"), Sample.done]
        try await withFaultServer([.eventStream(events)]) { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let error = await #expect(throws: MartletError.self) {
                try await client.chat.completions.stream(Sample.request, as: Recipe.self).collect()
            }
            #expect(error?.code == .outputCutOff)
            #expect(error?.partial?.text == #"{"name":"x"#)
        }
    }

    @Test func `a type without a schema is refused before anything is sent`() async throws {
        enum Open: String, Decodable { case a }
        struct Holder: Decodable, Sendable { var open: Open }
        try await withFaultServer([.json("{}")]) { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let error = await #expect(throws: MartletError.self) {
                try await client.chat.completions.create(Sample.request, as: Holder.self)
            }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains("CaseIterable") == true)
            #expect(server.requests.isEmpty)
        }
    }
}
