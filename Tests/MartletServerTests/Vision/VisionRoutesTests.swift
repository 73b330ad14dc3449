import Foundation
import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(5))) struct VisionRoutesTests {
    private static let usage =
        #""usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"prompt_tokens_details":{"cached_tokens":1}}"#

    private static func completion(_ content: String) -> String {
        let text = (try? JSONValue.string(content).jsonText()) ?? ""
        return
            #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":\#(text)},"finish_reason":"stop"}],\#(usage)}"#
    }

    private static func configuration(
        model: String? = "seer", _ change: (inout PlatformLimits) -> Void = { _ in }
    ) -> PlatformConfiguration {
        var configuration = PlatformConfiguration()
        configuration.visionModel = model
        change(&configuration.limits)
        return configuration
    }

    private func ask(
        _ route: String, _ body: String, engine: StubEngine = StubEngine(chat: completion(" A cat. ")),
        media: MediaServices? = nil, configuration: PlatformConfiguration = configuration()
    ) async throws -> RawConnection.Answer {
        let services = media ?? StubMedia().services
        return try await withPlatform(engine: engine, configuration: configuration, media: services) { platform in
            try await RawConnection.ask(port: platform.port, "POST", "/v1/vision/\(route)", body: body)
        }
    }

    private func error(_ answer: RawConnection.Answer) throws -> ErrorBody {
        try #require(ErrorBody(try JSONValue(json: answer.body)))
    }

    private static func dataURL(_ text: String) -> String {
        "data:image/jpeg;base64,\(Data(text.utf8).base64EncodedString())"
    }

    // MARK: What the model is asked

    @Test func `an image goes to the configured model as a JPEG, with three keys of usage in the answer`() async throws
    {
        let engine = StubEngine(chat: Self.completion(" A cat.\n"))
        let media = StubMedia()
        let answer = try await ask(
            "analyze", #"{"image_url":"http://a.example/b.png"}"#, engine: engine, media: media.services)
        #expect(answer.status == 200)
        #expect(
            try JSONValue(json: answer.body) == [
                "result": "A cat.",
                "usage": ["prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9],
            ])
        let asked = try #require(engine.chats.first)
        #expect(asked.model == "seer")
        #expect(!asked.isStreamed)
        guard case .parts(let parts)? = asked.chat.messages.first?.content else {
            Issue.record("no parts")
            return
        }
        #expect(parts.first?.text?.contains("Describe this image") == true)
        #expect(parts.last == .imageURL(Self.dataURL("jpeg of bytes up to 1280")))
        // The body is what an upstream gets.
        #expect(try ChatCompletionRequest(json: asked.body.readableBytesView) == asked.chat)
        #expect(media.urls == ["http://a.example/b.png"])
        #expect(media.rules.first?.maximumBytes == 20 << 20)
        #expect(media.rules.first?.acceptedTypes == ["image/"])
        #expect(media.rules.first?.checksLengthFirst == false)
    }

    @Test(arguments: [
        (#","user_prompt":"How many?""#, "How many?"), (#","user_prompt":"""#, "Describe this image"),
        (#","user_prompt":null"#, "Describe this image"),
    ])
    func `a prompt is asked instead, and an empty one is none`(_ member: String, _ expected: String) async throws {
        let engine = StubEngine(chat: Self.completion("Two"))
        _ = try await ask("analyze", #"{"image_url":"http://a.example/"\#(member)}"#, engine: engine)
        guard case .parts(let parts)? = engine.chats.first?.chat.messages.first?.content else {
            Issue.record("no parts")
            return
        }
        #expect(parts.first?.text?.hasPrefix(expected) == true)
    }

    @Test(arguments: [
        ("cat, Dog , cat,\"sun\".", "cat, dog, sun"),
        ("1. Cat\n2. Big  dog\n- #sun\n* **red**", "cat, big dog, sun, red"),
        (#"["cat", "dog"]"#, "cat, dog"), ("Tags: cat; dog", "cat, dog"), ("3d model, 1990s", "3d model, 1990s"),
        ("...", "..."),
    ])
    func `tags come in one form`(_ said: String, _ expected: String) async throws {
        let answer = try await ask(
            "tags", #"{"image_url":"http://a.example/"}"#, engine: StubEngine(chat: Self.completion(said)))
        #expect(try JSONValue(json: answer.body)["result"]?.stringValue == expected)
    }

    @Test func `a video goes to the model as frames, and is measured first`() async throws {
        let engine = StubEngine(chat: Self.completion("It runs."))
        let media = StubMedia()
        let answer = try await ask(
            "video", #"{"video_url":"http://a.example/v.mp4","user_prompt":"Who wins?"}"#, engine: engine,
            media: media.services, configuration: Self.configuration { $0.videoFrames = 3 })
        #expect(answer.status == 200)
        guard case .parts(let parts)? = engine.chats.first?.chat.messages.first?.content else {
            Issue.record("no parts")
            return
        }
        #expect(parts.first?.text?.hasSuffix("Who wins?") == true)
        #expect(parts.dropFirst().map { $0 } == (0..<3).map { .imageURL(Self.dataURL("frame \($0)")) })
        #expect(media.rules.first?.checksLengthFirst == true)
        // "must be < 10 MB"
        #expect(media.rules.first?.maximumBytes == 9_999_999)
    }

    // MARK: Text

    @Test func `text is read without a model, and costs no tokens`() async throws {
        let engine = StubEngine()
        let answer = try await ask(
            "ocr", #"{"image_url":"data:image/png;base64,aGk="}"#, engine: engine,
            configuration: Self.configuration(model: nil))
        #expect(answer.status == 200)
        #expect(
            try JSONValue(json: answer.body) == [
                "result": "one\ntwo\nbytes image/png",
                "usage": ["prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0],
            ])
        #expect(engine.chats.isEmpty)
    }

    // MARK: What is missing

    @Test(arguments: ["analyze", "tags", "video"], [nil, ""])
    func `without a model the answer names the setting, and nothing is fetched`(_ route: String, _ model: String?)
        async throws
    {
        let media = StubMedia()
        let name = route == "video" ? "video_url" : "image_url"
        let answer = try await ask(
            route, #"{"\#(name)":"http://a.example/"}"#, media: media.services,
            configuration: Self.configuration(model: model))
        #expect(answer.status == 501)
        #expect(answer.header("x-should-retry") == "false")
        #expect(try error(answer).code == "vision_model_not_configured")
        #expect(try error(answer).message.contains("MARTLET_VISION_MODEL"))
        #expect(try error(answer).message.contains("vision_model in martlet.yaml"))
        #expect(media.urls.isEmpty)
    }

    @Test(arguments: [("analyze", "image_url"), ("ocr", "image_url"), ("video", "video_url")])
    func `a platform without readers of media says so`(_ route: String, _ name: String) async throws {
        let answer = try await ask(route, #"{"\#(name)":"http://a.example/"}"#, media: MediaServices())
        #expect(answer.status == 501)
        #expect(try error(answer).code == "media_unavailable")
    }

    @Test func `a model that says nothing is a 502`() async throws {
        let answer = try await ask(
            "analyze", #"{"image_url":"http://a.example/"}"#, engine: StubEngine(chat: Self.completion(" ")))
        #expect(answer.status == 502)
        #expect(try error(answer).code == "engine_failed")
        let nonsense = try await ask("analyze", #"{"image_url":"http://a.example/"}"#, engine: StubEngine(chat: "[]"))
        #expect(nonsense.status == 502)
    }

    // MARK: What is wrong

    @Test(arguments: [
        ("analyze", #"{}"#, "image_url"), ("analyze", #"{"image_url":["a"]}"#, "image_url"),
        ("analyze", #"{"image_url":null}"#, "image_url"), ("analyze", #"{"image_url":""}"#, "image_url"),
        ("analyze", #"{"image_url":"http://a.example/","user_prompt":{}}"#, "user_prompt"),
        ("analyze", #"{"image_url":"http://a.example/","detail":"high"}"#, "detail"),
        ("tags", #"{"image_url":"http://a.example/","user_prompt":"x"}"#, "user_prompt"),
        ("ocr", #"{"image_url":"http://a.example/","user_prompt":"x"}"#, "user_prompt"),
        ("ocr", #"{"video_url":"http://a.example/"}"#, "image_url"), ("video", #"{"video_url":[]}"#, "video_url"),
        ("video", #"{"image_url":"http://a.example/"}"#, "video_url"),
    ])
    func `T65 T66 what cannot be done is a 400 that names it`(
        _ route: String, _ body: String, _ parameter: String
    ) async throws {
        let answer = try await ask(route, body)
        #expect(answer.status == 400)
        #expect(try error(answer).parameter == parameter)
        #expect(try error(answer).type == "invalid_request_error")
    }

    @Test func `a prompt has a limit`() async throws {
        let body = #"{"image_url":"http://a.example/","user_prompt":"\#(String(repeating: "a", count: 11))"}"#
        let answer = try await ask("analyze", body, configuration: Self.configuration { $0.promptBytes = 10 })
        #expect(answer.status == 400)
        #expect(try error(answer).parameter == "user_prompt")
    }

    @Test(arguments: ["analyze", "tags", "ocr", "video"])
    func `what is wrong with a URL names the parameter`(_ route: String) async throws {
        let name = route == "video" ? "video_url" : "image_url"
        let media = StubMedia(failure: .invalidRequest("That is private.", code: "address_not_allowed"))
        let answer = try await ask(route, #"{"\#(name)":"http://a.example/"}"#, media: media.services)
        #expect(answer.status == 400)
        #expect(try error(answer).code == "address_not_allowed")
        #expect(try error(answer).parameter == name)
    }

    @Test func `an image in the request may be as large as one that is fetched, and other requests may not`()
        async throws
    {
        let configuration = Self.configuration {
            $0.requestBytes = 1_000
            $0.imageBytes = 3 << 20
            $0.videoBytes = 1
        }
        let media = StubMedia()
        let body = { (size: Int) in #"{"image_url":"data:image/png;base64,\#(String(repeating: "A", count: size))"}"# }
        let large = try await ask("ocr", body(4 << 20), media: media.services, configuration: configuration)
        #expect(large.status == 200)
        #expect(media.urls.first?.utf8.count == 4 << 20 + 22)
        let larger = try await ask("ocr", body(6 << 20), media: media.services, configuration: configuration)
        #expect(larger.status == 413)
        try await withPlatform(engine: StubEngine(), configuration: configuration) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: chatBody(#""user":"\#(String(repeating: "a", count: 2_000))""#))
            #expect(answer.status == 413)
        }
    }

    // MARK: Places, and clients that go

    @Test func `T63 a client that goes away ends the fetching`() async throws {
        let gate = FaultGate()
        let media = StubMedia(gate: gate)
        try await withPlatform(engine: StubEngine(), media: media.services) { platform in
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    RawConnection.request("POST", "/v1/vision/ocr", body: #"{"image_url":"http://a.example/"}"#))
                await gate.waitUntilReached()
                try await connection.close()
                try await eventually("the fetching is given up") { media.abandonedFetches == 1 }
            }
        }
    }

    @Test func `more media at the same time than allowed are a 429`() async throws {
        let gate = FaultGate()
        let media = StubMedia(gate: gate)
        try await withPlatform(
            engine: StubEngine(), configuration: Self.configuration { $0.concurrentMedia = 1 }, media: media.services
        ) { platform in
            let ask: @Sendable () async throws -> RawConnection.Answer = {
                try await RawConnection.ask(
                    port: platform.port, "POST", "/v1/vision/ocr", body: #"{"image_url":"http://a.example/"}"#)
            }
            async let first = ask()
            await gate.waitUntilReached()
            let second = try await ask()
            #expect(second.status == 429)
            #expect(second.header("retry-after") == "1")
            gate.open()
            #expect(try await first.status == 200)
            // The place is free again.
            #expect(try await ask().status == 200)
        }
    }

    @Test func `the routes are there for POST only`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            for route in ["analyze", "tags", "ocr", "video"] {
                let answer = try await RawConnection.ask(port: platform.port, "GET", "/v1/vision/\(route)", body: "")
                #expect(answer.status == 405)
                #expect(answer.header("allow") == "post")
            }
        }
    }
}
