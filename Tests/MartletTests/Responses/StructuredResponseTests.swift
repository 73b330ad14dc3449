import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct StructuredResponseTests {
    private struct Recipe: Decodable, Equatable {
        var name: String
        var minutes: Int
    }

    private static let json = #"{\"name\":\"Soup\",\"minutes\":5}"#
    private static let soup = Recipe(name: "Soup", minutes: 5)

    @Test func `a response is asked for by its type and decoded`() async throws {
        try await withClient(of: [.json(ResponseSample.response(Self.json))]) { client, server in
            var request = ResponseSample.request
            request.text = ResponseTextOptions(format: .text, verbosity: .low)
            let answer = try await client.responses.create(request, as: Recipe.self)
            #expect(answer.value == Self.soup)
            #expect(answer.response.id == "resp_1")
            let sent = try ResponseRequest(json: server.requests[0].body)
            #expect(sent.text?.verbosity == .low)
            guard case .jsonSchema(let name, let schema, _, let strict) = sent.text?.format else {
                Issue.record("no schema")
                return
            }
            #expect(name == "Recipe")
            #expect(strict == true)
            #expect(schema["properties"]?["minutes"]?["type"] == "integer")
        }
    }

    @Test(
        arguments: [
            (ResponseSample.response("soup"), MartletError.Code.invalidOutput),
            (ResponseSample.response(#"{\"name\":1}"#), .invalidOutput),
            (ResponseSample.response(json, status: "incomplete"), .outputCutOff),
            (
                ResponseSample.response(
                    json, status: "incomplete", more: #","incomplete_details":{"reason":"content_filter"}"#),
                .contentFiltered
            ),
            (
                ResponseSample.response(
                    output: #"{"type":"message","role":"assistant","content":[{"type":"refusal","refusal":"no"}]}"#),
                .refused
            ),
        ] as [(String, MartletError.Code)])
    func `an answer that is not of the type is an error that carries it`(
        _ body: String, _ code: MartletError.Code
    ) async throws {
        try await withClient(of: [.json(body)]) { client, _ in
            let error = try await errorOf {
                try await client.responses.create(ResponseSample.request, as: Recipe.self)
            }
            #expect(error.code == code)
            #expect(error.response?.id == "resp_1")
            #expect(error.partial != nil)
        }
    }

    @Test func `a streamed response of a type is known more and more`() async throws {
        let events = [
            ResponseSample.created, ResponseSample.delta(#"{\"name\":\"So"#), ResponseSample.delta(#"up\","#),
            ResponseSample.delta(" "), ResponseSample.delta(#"\"minutes\":5}"#),
            ResponseSample.completed(Self.json),
        ]
        try await withClient(of: [.eventStream(events)]) { client, _ in
            var names: [String?] = []
            var value: Recipe?
            let stream = try await client.responses.stream(ResponseSample.request, as: Recipe.self)
            for try await snapshot in stream {
                names.append(snapshot.json["name"]?.stringValue)
                value = snapshot.value
                #expect((snapshot.value == nil) == (snapshot.response == nil))
            }
            #expect(names.first == "So")
            #expect(names.last == "Soup")
            #expect(value == Self.soup)
            let again = try await client.responses.stream(ResponseSample.request, as: Recipe.self).collect()
            #expect(again.value == Self.soup)
            #expect(again.response.status == .completed)
        }
    }

    @Test func `a streamed response that breaks off is truncated`() async throws {
        try await withClient(of: [.eventStream([ResponseSample.delta(#"{\"name\":"#)])]) { client, _ in
            let stream = try await client.responses.stream(ResponseSample.request, as: Recipe.self)
            #expect(try await errorOf { try await stream.collect() }.code == .truncated)
        }
    }
}
