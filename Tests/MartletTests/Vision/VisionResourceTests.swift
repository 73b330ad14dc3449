import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Vision over the wire.
@Suite(.inTurn, .timeLimit(.minutes(10))) struct VisionResourceTests {
    private static let answer =
        #"{"result":"cat, black cat","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},"extra":1}"#

    @Test func `each call asks its route, and what is not set is not sent`() async throws {
        try await withClient(of: [.json(Self.answer)]) { client, server in
            let result = try await client.vision.analyze(imageURL: "http://a.example/b.png")
            #expect(result.result == "cat, black cat")
            #expect(result.tags == ["cat", "black cat"])
            #expect(result.usage == CompletionUsage(promptTokens: 3, completionTokens: 2, totalTokens: 5))
            #expect(result.additionalProperties["extra"] == 1)
            _ = try await client.vision.analyze(imageURL: "http://a.example/", prompt: "What?")
            _ = try await client.vision.analyze(imageURL: "http://a.example/", prompt: "")
            _ = try await client.vision.tags(imageURL: "http://a.example/")
            _ = try await client.vision.ocr(imageURL: "http://a.example/")
            _ = try await client.vision.video(videoURL: "http://a.example/", prompt: "Who?")
            #expect(
                server.requests.map { "\($0.path) \($0.bodyText)" } == [
                    #"/v1/vision/analyze {"image_url":"http://a.example/b.png"}"#,
                    #"/v1/vision/analyze {"image_url":"http://a.example/","user_prompt":"What?"}"#,
                    #"/v1/vision/analyze {"image_url":"http://a.example/"}"#,
                    #"/v1/vision/tags {"image_url":"http://a.example/"}"#,
                    #"/v1/vision/ocr {"image_url":"http://a.example/"}"#,
                    #"/v1/vision/video {"video_url":"http://a.example/","user_prompt":"Who?"}"#,
                ])
        }
    }

    @Test func `bytes go as a data URL, and what is no image is not sent`() async throws {
        try await withClient(of: [.json(Self.answer)]) { client, server in
            let image = MediaSource.bytes(Array("hi".utf8), type: .png)
            _ = try await client.vision.analyze(image, prompt: "What?")
            _ = try await client.vision.tags(image)
            _ = try await client.vision.ocr(image)
            _ = try await client.vision.video(.bytes(Array("hi".utf8), type: .mp4))
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"image_url":"data:image/png;base64,aGk=","user_prompt":"What?"}"#,
                    #"{"image_url":"data:image/png;base64,aGk="}"#, #"{"image_url":"data:image/png;base64,aGk="}"#,
                    #"{"video_url":"data:video/mp4;base64,aGk="}"#,
                ])
            let error = await #expect(throws: MediaError.self) { try await client.vision.ocr(.file("/nowhere.png")) }
            #expect(error?.code == .notFound)
            #expect(server.requests.count == 4)
        }
    }

    @Test func `an error keeps its status, code and message, and is not repeated when the server says so`() async throws
    {
        let body =
            #"{"error":{"message":"Set MARTLET_VISION_MODEL.","type":"server_error","code":"vision_model_not_configured"}}"#
        let response = FaultResponse.json(body, status: 501, headers: [("x-should-retry", "false")])
        try await withClient(of: [response]) { client, server in
            let error = await #expect(throws: MartletError.self) { try await client.vision.tags(imageURL: "http://a/") }
            #expect(error?.status == 501)
            #expect(error?.message.contains("MARTLET_VISION_MODEL") == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [#"{"error":{"message":"no"}}"#, #"{"usage":{}}"#, #"{"result":[]}"#])
    func `T40 an answer without a result is an error`(_ body: String) async throws {
        try await withClient(of: [.json(body)]) { client, _ in
            _ = await #expect(throws: MartletError.self) { try await client.vision.ocr(imageURL: "http://a/") }
        }
    }

    /// A transport would show what a call is given; the rule itself is a value.
    @Test func `looking has at least 90 seconds, unless somebody says otherwise`() throws {
        func timeout(_ platform: Platform, _ change: (inout RequestOptions) -> Void = { _ in }) -> Duration? {
            var options = RequestOptions()
            change(&options)
            return VisionResource.patient(options, on: platform).timeouts(on: platform).attempt
        }
        #expect(timeout(.pixiGPT) == .seconds(90))
        #expect(timeout(.local) == .seconds(600))
        #expect(timeout(.pixiGPT) { $0.timeout = .seconds(5) } == .seconds(5))
        var endless = Platform.pixiGPT
        endless.timeouts.attempt = nil
        #expect(timeout(endless) == nil)
    }
}
