import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(5))) struct ModerationRoutesTests {
    /// Two pictures of everything but what is broken.
    private struct StubPictures: MediaPictures {
        func pictures(of url: String, isVideo: Bool) async throws -> [ContentPart] {
            if url.contains("broken") { throw PlatformError.invalidRequest("That is no image.", code: "bad_media") }
            let first = ContentPart.imageURL("data:image/png;base64,\(url.utf8.count)")
            return isVideo ? [first, .imageURL("data:image/png;base64,2")] : [first]
        }
    }

    private func ask(
        _ body: String, path: String = "/v1/moderations", engine: StubEngine = StubEngine(),
        moderation: String? = nil, vision: String? = nil
    ) async throws -> RawConnection.Answer {
        var configuration = PlatformConfiguration()
        configuration.moderationModel = moderation
        configuration.visionModel = vision
        return try await withPlatform(
            engine: engine, configuration: configuration, media: MediaServices(pictures: StubPictures())
        ) {
            platform in
            try await RawConnection.ask(port: platform.port, "POST", path, body: body)
        }
    }

    private static func guardAnswer(_ label: String) -> String {
        #"{"id":"1","model":"guard","choices":[{"message":{"role":"assistant","content":"{\"category\":\""#
            + label + #"\"}"}}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"#
            + #""prompt_tokens_details":{"cached_tokens":3}}}"#
    }

    // MARK: PixiGPT's form

    @Test func `a prompt is answered with one category, its score and three counts`() async throws {
        let answer = try await ask(#"{"prompt":"Mail jo@mail.net"}"#)
        #expect(answer.status == 200)
        let members = try JSONValue(json: answer.body).objectValue
        #expect(members.map { Set($0.keys) } == ["category", "score", "usage"])
        #expect(members?["category"] == "PII")
        #expect(members?["score"] == 0.95)
        #expect(
            members?["usage"] == ["prompt_tokens": 16, "completion_tokens": 0, "total_tokens": 16])
    }

    @Test func `a label without personal data in the text has a score too`() async throws {
        let result = try ModerationResult(json: try await ask(#"{"prompt":"A lake at sunrise"}"#).body)
        #expect(ModerationCategory.all.contains(result.category))
        #expect(result.score > 0 && result.score <= 1)
    }

    // MARK: The guard model

    @Test func `a configured model decides, held to the labels by a schema`() async throws {
        let engine = StubEngine(chat: Self.guardAnswer("ILLEGAL_ACTS"))
        let answer = try await ask(#"{"prompt":"x"}"#, engine: engine, moderation: "guard")
        let result = try ModerationResult(json: answer.body)
        #expect(result.category == .illegalActs)
        #expect(result.score == 0.8)
        let counts: JSONValue = ["prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11]
        #expect(try JSONValue(json: answer.body)["usage"] == counts)
        #expect(engine.embedded.isEmpty)
        let chat = try #require(engine.chats.first)
        #expect(chat.model == "guard")
        #expect(chat.chat.temperature == 0)
        #expect(!chat.isStreamed)
        guard case .jsonSchema(_, let schema, _, let strict)? = chat.chat.responseFormat else {
            Issue.record("The request has no schema.")
            return
        }
        #expect(strict == true)
        let labels = schema["properties"]?["category"]?["enum"]?.arrayValue
        #expect(labels?.compactMap(\.stringValue) == ModerationCategory.all.map(\.rawValue))
        // An engine that passes the body on passes on the same.
        #expect(try ChatCompletionRequest(json: chat.body.readableBytesView) == chat.chat)
    }

    @Test func `personal data is found beside the model, and UNDERAGE_SEXUAL still goes first`() async throws {
        let body = #"{"prompt":"4111 1111 1111 1111"}"#
        let safe = StubEngine(chat: Self.guardAnswer("SAFE"))
        #expect(
            try ModerationResult(json: try await ask(body, engine: safe, moderation: "guard").body).category == .pii)
        let other = StubEngine(chat: Self.guardAnswer("UNDERAGE_SEXUAL"))
        #expect(
            try ModerationResult(json: try await ask(body, engine: other, moderation: "guard").body).category
                == .underageSexual)
    }

    @Test(arguments: ["{}", #"{"choices":[{"message":{"content":"It is fine."}}]}"#, guardAnswer("NICE"), "nonsense"])
    func `a bad answer of the model is a 502 that names the setting`(_ chat: String) async throws {
        let answer = try await ask(#"{"prompt":"x"}"#, engine: StubEngine(chat: chat), moderation: "guard")
        #expect(answer.status == 502)
        #expect(answer.body.contains("MARTLET_MODERATION_MODEL"))
    }

    // MARK: OpenAI's form

    @Test func `an input is answered in OpenAI's form, one result for each text`() async throws {
        let answer = try await ask(
            #"{"model":"omni-moderation-latest","input":["Mail jo@mail.net","call +49 30 1234567"]}"#)
        #expect(answer.status == 200)
        let report = try ModerationReport(json: answer.body)
        #expect(report.id?.hasPrefix("modr-") == true)
        #expect(report.model == "vectors")
        try #require(report.results.count == 2)
        for flags in report.results {
            #expect(flags.flagged)
            #expect(flags.flaggedCategories == ["pii"])
            #expect(flags.categories.count == 17)
            #expect(Set(flags.categoryScores.keys) == Set(flags.categories.keys))
            #expect(flags.categoryAppliedInputTypes?["hate"] == ["text"])
        }
        #expect(report.results.map { $0.categoryScores["pii"] } == [0.95, 0.9])
    }

    @Test(arguments: [
        ("SAFE", []), ("SEXUAL_ADULT", ["sexual"]), ("UNDERAGE_SEXUAL", ["sexual", "sexual/minors"]),
        ("HATE_SPEECH", ["hate"]), ("VIOLENT", ["violence"]), ("SUICIDE_SELF_HARM", ["self-harm"]),
        ("ILLEGAL_ACTS", ["illicit"]), ("UNETHICAL", ["unethical"]), ("JAILBREAK", ["jailbreak"]),
        ("PII", ["pii"]), ("COPYRIGHT_VIOLATION", ["copyright"]),
    ])
    func `each category has its names there`(_ label: String, _ names: [String]) async throws {
        let engine = StubEngine(chat: Self.guardAnswer(label))
        let report = try ModerationReport(
            json: try await ask(#"{"input":"x"}"#, engine: engine, moderation: "guard").body)
        #expect(report.results.map(\.flaggedCategories) == [names])
        #expect(report.results.map(\.flagged) == [!names.isEmpty])
        #expect(report.model == "guard")
    }

    @Test func `the parts of a message have one result, of texts and images together`() async throws {
        let engine = StubEngine(chat: Self.guardAnswer("VIOLENT"))
        let answer = try await ask(
            """
            {"input":[{"type":"text","text":"Mail jo@mail.net"},
            {"type":"image_url","image_url":{"url":"https://e.org/a.png"}}]}
            """, engine: engine, vision: "eyes")
        let report = try ModerationReport(json: answer.body)
        try #require(report.results.count == 1)
        // Personal data is critical, violence a warning.
        #expect(report.results[0].flaggedCategories == ["pii"])
        #expect(report.results[0].categoryScores["violence"] ?? 0 >= 0.8)
        #expect(report.results[0].categoryAppliedInputTypes?["pii"] == ["text", "image"])
        #expect(engine.chats.map(\.model) == ["eyes"])
    }

    @Test func `more images than the limit are a 400, and none is fetched`() async throws {
        // They cannot be read, which nobody finds out.
        let part = #"{"type":"image_url","image_url":{"url":"https://e.org/broken.png"}}"#
        let parts = Array(repeating: part, count: 9).joined(separator: ",")
        let answer = try await ask(#"{"input":[\#(parts)]}"#, vision: "eyes")
        #expect(answer.status == 400)
        let error = ErrorBody(try JSONValue(json: answer.body))
        #expect(error?.parameter == "input")
        #expect(error?.message.contains("the limit is 8") == true)
    }

    // MARK: Media

    @Test(arguments: [("https://e.org/a.png", false, 1), ("data:video/mp4;base64,AA", true, 2)])
    func `media are shown to the vision model`(_ url: String, _ isVideo: Bool, _ count: Int) async throws {
        let engine = StubEngine(chat: Self.guardAnswer("SEXUAL_ADULT"))
        let answer = try await ask(
            #"{"media_url":"\#(url)","is_video":\#(isVideo)}"#, path: "/v1/moderations/media", engine: engine,
            moderation: "guard", vision: "eyes")
        #expect(answer.status == 200)
        #expect(try ModerationResult(json: answer.body).category == .sexualAdult)
        let chat = try #require(engine.chats.first)
        #expect(chat.model == "eyes")
        guard case .parts(let parts)? = chat.chat.messages.last?.content else {
            Issue.record("The request has no pictures.")
            return
        }
        #expect(parts.count { if case .imageURL = $0 { true } else { false } } == count)
    }

    @Test func `a moderation model sees where there is no vision model`() async throws {
        let engine = StubEngine(chat: Self.guardAnswer("SAFE"))
        let body = #"{"media_url":"https://e.org/a.png","is_video":false}"#
        _ = try await ask(body, path: "/v1/moderations/media", engine: engine, moderation: "guard")
        #expect(engine.chats.map(\.model) == ["guard"])
    }

    @Test func `without a model that sees, media are a 501 that names the setting`() async throws {
        let media = try await ask(
            #"{"media_url":"https://e.org/a.png","is_video":false}"#, path: "/v1/moderations/media")
        let parts = try await ask(#"{"input":[{"type":"image_url","image_url":{"url":"https://e.org/a.png"}}]}"#)
        for answer in [media, parts] {
            #expect(answer.status == 501)
            let error = ErrorBody(try JSONValue(json: answer.body))
            #expect(error?.code == "vision_model_not_configured")
            #expect(error?.message.contains("MARTLET_VISION_MODEL") == true)
        }
    }

    @Test func `media that cannot be read are told as they are`() async throws {
        let answer = try await ask(
            #"{"media_url":"https://e.org/broken.png","is_video":false}"#, path: "/v1/moderations/media",
            vision: "eyes")
        #expect(answer.status == 400)
        #expect(answer.body.contains("bad_media"))
    }

    // MARK: What is wrong

    @Test(arguments: [
        ("{}", "prompt"), (#"{"prompt":"a","input":"b"}"#, "prompt"), (#"{"prompt":null}"#, "prompt"),
        (#"{"prompt":""}"#, "prompt"), (#"{"prompt":" \n"}"#, "prompt"), (#"{"prompt":["a"]}"#, "prompt"),
        (#"{"prompt":"a","threshold":1}"#, "threshold"), (#"{"input":""}"#, "input"), (#"{"input":[]}"#, "input"),
        (#"{"input":["a"," "]}"#, "input"), (#"{"input":7}"#, "input"), (#"{"input":["a",7]}"#, "input"),
        (#"{"input":[{"type":"text"}]}"#, "input"), (#"{"input":[{"type":"input_audio"}]}"#, "input"),
        (#"{"input":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}"#, "input"),
        (#"{"model":"llama","input":"a"}"#, "model"), (#"{"input":"a","user":"me"}"#, "user"),
        (#"{"input":[\#(Array(repeating: #""a""#, count: 2_049).joined(separator: ","))]}"#, "input"),
    ])
    func `T65 T66 what cannot be done is a 400 that names it`(_ body: String, _ parameter: String) async throws {
        let answer = try await ask(body)
        #expect(answer.status == 400)
        #expect(ErrorBody(try JSONValue(json: answer.body))?.parameter == parameter)
    }

    @Test(arguments: [
        ("{}", "media_url"), (#"{"media_url":"https://e.org/a"}"#, "is_video"),
        (#"{"media_url":"file:///etc/passwd","is_video":false}"#, "media_url"),
        (#"{"media_url":"","is_video":false}"#, "media_url"),
        (#"{"media_url":"https://e.org/a","is_video":false,"frames":3}"#, "frames"),
    ])
    func `T65 the same holds for media`(_ body: String, _ parameter: String) async throws {
        let answer = try await ask(body, path: "/v1/moderations/media", vision: "eyes")
        #expect(answer.status == 400)
        #expect(ErrorBody(try JSONValue(json: answer.body))?.parameter == parameter)
    }

    @Test func `what to send is said when neither form is meant`() async throws {
        let answer = try await ask("{}")
        #expect(answer.body.contains("'prompt'"))
        #expect(answer.body.contains("'input'"))
        #expect(try await ask("[]").status == 400)
    }
}
