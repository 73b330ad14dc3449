import Foundation
import HTTPTypes
import Martlet
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Examples

/// Every example, run in this process against a platform of its own.
@Suite(.timeLimit(.minutes(5))) struct ExamplesTests {
    // MARK: The program

    @Test(arguments: [[], ["no-such-example"]])
    func `without the name of an example the examples are listed`(arguments: [String]) async {
        let outcome = await Outcome.of(arguments, environment: [:])
        #expect(outcome.status == 64)
        #expect(outcome.errors.isEmpty)
        for (name, example) in Examples.all {
            #expect(outcome.lines.contains { $0.hasPrefix("  \(name) ") && $0.hasSuffix("  \(example.summary)") })
        }
    }

    @Test func `names are taken once, and the README has each of them`() throws {
        let names = Examples.all.map(\.name)
        #expect(Set(names).count == names.count)
        let folder = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Examples")
        let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        for (name, example) in Examples.all {
            let file = "\(String(describing: example)).swift"
            let path = try #require(
                ["", "Agent/", "Codex/"].map { $0 + file }.first {
                    FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
                })
            #expect(readme.contains("| [`\(name)`](\(path)) |"))
            let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            #expect(source.hasPrefix("//"), "\(path) does not begin with what it shows")
            #expect(source.contains("//     swift run Examples \(name)"), "\(path) does not say how to run it")
        }
    }

    @Test(arguments: [
        (["MARTLET_PLATFORM": "nowhere"], "MARTLET_PLATFORM is 'nowhere'"),
        (["MARTLET_BASE_URL": "nonsense"], "The base URL 'nonsense'"),
        (["MARTLET_PLATFORM": "openai"], "OPENAI_API_KEY"),
        (["MARTLET_BASE_URL": "http://127.0.0.1:1"], "Is `swift run martlet serve` running?"),
    ])
    func `what goes wrong is said in one line`(environment: [String: String], sentence: String) async {
        let outcome = await Outcome.of(["code-blocks"], environment: environment)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(sentence))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
    }

    // MARK: Chat

    @Test func `chat sends the first answer back with the second question`() async throws {
        let model = ScriptedModel([.text("A bird."), .text("A small bird.")])
        let outcome = try await run("chat", "What is a wren?", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.lines.starts(with: ["First answer: A bird.", "Second answer: A small bird."]))
        #expect(model.requests.first?.messages.last?.text == "What is a wren?")
        #expect(model.requests.last?.messages.map(\.role) == [.system, .user, .assistant, .user])
        #expect(model.requests.last?.messages[2].text == "A bird.")
    }

    @Test func `streaming prints the words as they come, the finish reason and the usage`() async throws {
        let outcome = try await run("streaming", model: ScriptedModel([.text("They fly far.", finishReason: .length)]))
        #expect(outcome.status == 0)
        #expect(outcome.pieces.filter { !$0.isEmpty }.starts(with: ["They", " fly", " far.", "\n"]))
        #expect(outcome.lines.dropFirst().first == "Finish reason: length")
        #expect(outcome.output.hasSuffix(", 3 written.\n"))
    }

    @Test func `streaming fails when the answer breaks off`() async throws {
        let choice = ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: "They"))
        let word = ChatCompletionChunk(id: "1", model: "smollm2", choices: [choice])
        let model = ScriptedModel([.steps([.chunk(word), .failure(Mishap())])])
        let outcome = try await run("streaming", model: model)
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("They\n("))
        #expect(!outcome.errors.isEmpty)
    }

    @Test func `reasoning asks in three states and shows thoughts apart from answers`() async throws {
        let model = ScriptedModel([.text("Twelve.", reasoning: "Three times four.")])
        let outcome = try await run("reasoning", model: model)
        #expect(outcome.status == 0)
        #expect(model.requests.map(\.enableThinking) == [nil, true, false, true])
        #expect(outcome.lines.count { $0 == "  thought: Three times four." } == 3)
        #expect(outcome.lines.count { $0 == "  answer: Twelve." } == 3)
        #expect(outcome.lines.last == "Pieces streamed: 3 of thought, 1 of the answer.")
    }

    @Test func `reasoning works with a model that does not think`() async throws {
        let outcome = try await run("reasoning", model: ScriptedModel([.text("Twelve legs.")]))
        #expect(outcome.status == 0)
        #expect(outcome.lines.count { $0 == "  thought: nothing" } == 3)
        #expect(outcome.lines.last == "Pieces streamed: 0 of thought, 2 of the answer.")
    }

    @Test func `code-blocks prints the code and its language, and nothing of the rest`() async throws {
        let model = ScriptedModel([.text("Here it is:\n```python\nprint(1)\n```\nHave fun.\n```\nx\n```")])
        let outcome = try await run("code-blocks", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("2 code blocks"))
        #expect(outcome.output.hasSuffix("--- 1: python ---\nprint(1)\n--- 2: text ---\nx\n"))
        #expect(!outcome.output.contains("Have fun"))
    }

    // MARK: Tools and types

    @Test func `tool-calls runs the tools and shows every message`() async throws {
        let model = ScriptedModel([
            .toolCalls(call("1", "get_weather", #"{"city":"oslo"}"#), call("2", "get_time", "{}")),
            .text("It rains in Oslo."),
        ])
        let outcome = try await run("tool-calls", model: model)
        #expect(outcome.status == 0)
        #expect(model.requests.map(\.toolChoice) == [.required, nil])
        #expect(model.requests.first?.tools?.compactMap(\.function?.name) == ["get_weather", "get_time"])
        #expect(model.requests.last?.messages.map(\.role) == [.user, .assistant, .tool, .tool])
        let lines = outcome.lines
        #expect(lines.contains(#"assistant calls get_weather with {"city":"oslo"}"#))
        #expect(lines.contains(#"tool: {"celsius":4,"sky":"rain"}"#))
        #expect(lines.contains("assistant: It rains in Oslo."))
        #expect(lines.last?.hasPrefix("Tokens of all rounds: ") == true)
    }

    @Test func `tool-calls ends when the model calls tools without end`() async throws {
        let model = ScriptedModel([.toolCalls(call("1", "get_weather", #"{"city":"atlantis"}"#))])
        let outcome = try await run("tool-calls", model: model)
        #expect(outcome.status == 0)
        #expect(model.requests.count == 4)
        #expect(model.requests.last?.messages.last?.text.hasPrefix("Error: ") == true)
        #expect(outcome.output == "The model still asked for tools after 3 rounds of them.\n")
    }

    @Test func `structured-output prints a value, and another as it grows`() async throws {
        let json = """
            {"title": "Leek soup", "difficulty": "easy", "isVegetarian": true, \
            "mainIngredient": {"name": "leek", "grams": 200}}
            """
        let model = ScriptedModel([.text(json)])
        let outcome = try await run("structured-output", "soup", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.lines.starts(with: ["Leek soup is easy to make.", "It takes 200 g of leek."]))
        #expect(outcome.lines.count { $0.hasPrefix("… {") } > 2)
        #expect(outcome.lines.last == "Complete: Leek soup")
        #expect(model.requests.map(\.stream) != [nil, nil])
        for request in model.requests {
            guard case .jsonSchema(_, let schema, _, _)? = request.responseFormat else {
                Issue.record("The request has no schema.")
                continue
            }
            #expect(schema["description"] == "A recipe for one person")
            #expect(schema["properties"]?["difficulty"]?["enum"] == ["easy", "medium", "hard"])
        }
    }

    @Test func `structured-output shows what a model wrote that was cut off`() async throws {
        let model = ScriptedModel([.text(#"{"title": "Leek"#, finishReason: .length)])
        let outcome = try await run("structured-output", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.lines.first?.hasPrefix("No recipe: The answer was cut off") == true)
        #expect(outcome.lines.last == #"It wrote: {"title": "Leek"#)
    }

    // MARK: Images

    @Test func `images sends its picture inside of the request`() async throws {
        let model = ScriptedModel([.text("A red square.")])
        let outcome = try await run("images", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.output == "smollm2 sees: A red square.\n")
        guard case .parts(let parts)? = model.requests.first?.messages.first?.content,
            case .imageURL(let url, _)? = parts.last
        else {
            Issue.record("The request has no picture.")
            return
        }
        #expect(url.hasPrefix("data:image/png;base64,iVBORw0KGgo"))
    }

    @Test func `images ends normally when the model cannot see`() async throws {
        let refusal = PlatformError.invalidRequest("This model cannot see.", code: "unsupported_content")
        let outcome = try await run("images", model: ScriptedModel([.failure(refusal)]))
        #expect(outcome.status == 0)
        #expect(outcome.output == "smollm2 cannot take this picture: This model cannot see.\n")
    }

    @Test func `images says which file is missing`() async throws {
        let model = ScriptedModel()
        let outcome = try await run("images", "/no/such/picture.png", model: model)
        #expect(outcome.status == 1)
        #expect(outcome.errors == "There is no file at /no/such/picture.png. Check the path.\n")
        #expect(model.requests.isEmpty)
    }

    // MARK: Vision

    @Test func `vision reads the text, and has the image described when a model is configured`() async throws {
        let model = ScriptedModel([.text("Three lines."), .text("text, lines")])
        var configuration = PlatformConfiguration()
        configuration.visionModel = "smollm2"
        let outcome = try await withPlatform(
            engine: ChatModelEngine("smollm2", model), configuration: configuration, media: StillMedia().services
        ) { platform in
            await Outcome.of(["vision"], on: platform)
        }
        #expect(outcome.status == 0)
        #expect(
            outcome.lines == [
                "The text in it:", "  one", "  two", "What it shows: Three lines.", "Tags: text | lines",
            ])
    }

    @Test func `vision ends normally when there is no model`() async throws {
        let outcome = try await withPlatform(engine: KeywordEngine(), media: StillMedia().services) { platform in
            await Outcome.of(["vision"], on: platform)
        }
        #expect(outcome.status == 0)
        #expect(outcome.lines.last?.contains("MARTLET_VISION_MODEL") == true)
    }

    // MARK: Search and many requests

    @Test func `semantic-search finds the nearest sentences in both ways`() async throws {
        let outcome = try await withPlatform(engine: KeywordEngine()) { platform in
            await Outcome.of(["semantic-search"], on: platform)
        }
        #expect(outcome.status == 0)
        let nearest = [
            "   1.000  Dogs guard the house and make noise at strangers.", "   0.800  Cats sleep for most of the day.",
        ]
        let lines = outcome.lines
        try #require(lines.count == 9)
        #expect(lines[1] == "Nearest of 6 by their vectors of 2 numbers:")
        #expect(Array(lines[2...3]) == nearest)
        #expect(lines[5] == "Reranked by embedding_similarity:")
        #expect(Array(lines[6...7]) == nearest)
    }

    @Test func `moderation says what to do with each comment, in both forms`() async throws {
        let outcome = try await withPlatform(engine: KeywordEngine()) { platform in
            await Outcome.of(["moderation", "My mail is jo@mail.net.", "Dogs bark."], on: platform)
        }
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 3)
        #expect(lines[0] == "hold it back: PII (very strong, 0.95): My mail is jo@mail.net.")
        #expect(lines[1].hasSuffix("): Dogs bark."))
        #expect(lines[2].hasPrefix("OpenAI's form flags "))
        #expect(lines[2].contains("pii"))
    }

    @Test func `many-prompts prints results in order with the failure among them`() async throws {
        let model = ScriptedModel()
        let outcome = try await run("many-prompts", model: model)
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 9)
        #expect(lines[0] == "swallow: Say one thing about the swallow.")
        #expect(lines[1] == "swift: Say one thing about the swift.")
        #expect(lines[2].hasPrefix("martin failed: "))
        #expect(lines[7] == "crow: Say one thing about the crow.")
        #expect(lines[8].hasPrefix("7 of 8 answered"))
        #expect(model.requests.count == 7)
    }

    // MARK: The web

    @Test func `web-stream streams events to a browser`() async throws {
        let model = ScriptedModel([.text("They\nfly.")])
        let outcome = try await run("web-stream", "--once", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("Listening on http://127.0.0.1:"))
        #expect(
            outcome.output.hasSuffix(
                """
                event: message
                data: "They\\nfly."

                event: done
                data: ""



                """))
        #expect(model.requests.first?.messages.last?.text == "Tell me about swallows.")
    }

    @Test func `web-stream tells the browser what went wrong`() async throws {
        let outcome = try await run("web-stream", "--once", model: ScriptedModel([.failure(Mishap())]))
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("event: problem\ndata: \""))
        #expect(!outcome.output.contains("event: done"))
    }

    @Test func `web-stream serves its page, and refuses a question without words`() async throws {
        try await withPlatform(model: ScriptedModel(), named: "smollm2") { platform in
            let routes = WebStream.router(try platform.client(), model: "smollm2")
            try await ExampleServer.serve(routes, port: 0, endsAfterBody: true) { port in
                var configuration = ClientConfiguration()
                configuration.middleware = [Redirection(url: try #require(URL(string: "http://127.0.0.1:\(port)/")))]
                let browser = try MartletClient(
                    platform: .custom("http://127.0.0.1:\(port)"), apiKey: nil, configuration: configuration)
                let page = try await browser.send(.get, Endpoint())
                #expect(page.metadata.headers[.contentType] == "text/html; charset=utf-8")
                #expect(Array(page.body.readableBytesView) == Array(WebPage.html.utf8))
                await #expect(throws: MartletError.self) { try await WebStream.ask("", port: port) }
            }
        }
    }

    @Test func `web-stream stops the model when the browser goes away`() async throws {
        let model = ScriptedModel([.steps([.silence])])
        try await withPlatform(model: model, named: "smollm2") { platform in
            let routes = WebStream.router(try platform.client(), model: "smollm2")
            try await ExampleServer.serve(routes, port: 0, endsAfterBody: true) { port in
                // Awaited below.
                let browser = Task { try await WebStream.ask("Tell me.", port: port) }
                try await eventually { model.requests.count == 1 }
                browser.cancel()
                try await eventually { model.abandonedAnswers == 1 }
                _ = await browser.result
            }
        }
    }

    // MARK: When things fail

    @Test func `fallback says what failed and who answered`() async throws {
        let outcome = try await run("fallback", model: ScriptedModel([.text("A bird.")]))
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 6)
        for index in [0, 3] {
            #expect(lines[index].hasPrefix("a server that is down failed (connection): "))
            #expect(lines[index + 1].hasPrefix("a model that is not there failed (not_found): "))
        }
        #expect(lines[2] == "martlet/smollm2 answers: A bird.")
        #expect(lines[5] == "Nobody answers: I cannot answer just now. Please try again later.")
    }

    @Test func `retries counts the attempts and says how long to wait`() async throws {
        let model = ScriptedModel()
        let outcome = try await run("retries", model: model)
        #expect(outcome.status == 0)
        let lines = outcome.lines
        try #require(lines.count == 3)
        #expect(lines[0] == "Attempt 3 was answered: Hello!")
        #expect(lines[1].hasPrefix("Overloaded: rate_limited, attempts: 1, to be tried again in 600.0 seconds."))
        #expect(lines[2].hasPrefix("Wrong: not_found, attempts: 1. "))
        #expect(model.requests.count == 1)
    }

    // MARK: -

    private func run(_ arguments: String..., model: ScriptedModel) async throws -> Outcome {
        try await withPlatform(model: model, named: "smollm2") { platform in
            await Outcome.of(arguments, on: platform)
        }
    }

    private func call(_ id: ToolCallID, _ name: String, _ arguments: String) -> ToolCall {
        ToolCall(id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }
}

/// What a run of the program came to.
struct Outcome: Sendable {
    var status: Int32
    /// What was printed, as it came.
    var pieces: [String]
    var errors: String

    var output: String { pieces.joined() }
    /// The lines that were printed, without the empty one behind the last line end.
    var lines: [String] {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.last == "" ? lines.dropLast() : lines
    }

    static func of(_ arguments: [String], environment: [String: String]) async -> Outcome {
        let (printed, complained) = (Printed(), Printed())
        let status = await Examples.run(
            arguments: arguments, environment: environment, print: { printed.add($0) },
            printError: { complained.add($0) })
        return Outcome(status: status, pieces: printed.pieces, errors: complained.pieces.joined())
    }

    static func of(_ arguments: [String], on platform: RunningPlatform) async -> Outcome {
        await of(arguments, environment: ["MARTLET_BASE_URL": platform.baseURL])
    }
}

/// Collects what is printed.
final class Printed: Sendable {
    private let collected = Mutex<[String]>([])

    var pieces: [String] { collected.withLock { $0 } }

    func add(_ text: String) {
        collected.withLock { $0.append(text) }
    }
}

/// An engine to which dogs and barking are the same, cats are something like them, and all else is something else.
private struct KeywordEngine: InferenceEngine {
    private let chat = ChatModelEngine("smollm2", ScriptedModel())

    func run() async throws { try await chat.run() }
    func readiness() async -> EngineReadiness { .ready }
    func chat(_ request: EngineRequest) async throws -> EngineAnswer { try await chat.chat(request) }

    func models() async throws -> [EngineModel] {
        [EngineModel(id: "all-minilm-l6-v2", kind: .embedding, created: 1, ownedBy: "test")]
    }

    func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        let vectors = texts.map { text -> [Float] in
            if text.contains("Dogs") || text.contains("barks") { return [1, 0] }
            return text.contains("Cats") ? [0.8, 0.6] : [0, 1]
        }
        return EngineEmbeddings(model: model, vectors: vectors, promptTokens: texts.count)
    }
}

/// Media services that see the same in every image.
private struct StillMedia: MediaFetching, TextRecognizing, ImagePreparing {
    var services: MediaServices { MediaServices(fetcher: self, recognizer: self, images: self) }

    func fetch(_ url: String, _ rules: FetchRules) async throws -> FetchedMedia {
        FetchedMedia(body: ByteBuffer(string: url), contentType: "image/png", url: "data:")
    }

    func text(in image: ByteBuffer, contentType: String?) async throws -> String { "one\ntwo" }

    func jpeg(of image: ByteBuffer, contentType: String?, maximumSide: Int) async throws -> ByteBuffer { image }
}

/// Sends every request to one URL, which may be none that a platform has.
private struct Redirection: ClientMiddleware {
    var url: URL

    func intercept(
        _ request: TransportRequest, next: (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        var request = request
        request.url = url
        return try await next(request)
    }
}

/// What breaks in tests.
struct Mishap: Error {}

/// Waits until something is so, looking again and again. The limit only decides how late a failing test fails.
func eventually(_ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !condition() {
        guard ContinuousClock.now < deadline else { throw Mishap() }
        try await Task.sleep(for: .milliseconds(5))
    }
}
