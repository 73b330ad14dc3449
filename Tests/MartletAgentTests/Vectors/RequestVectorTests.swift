import Foundation
import HTTPTypes
import Martlet
import MartletAPI
import MartletAgent
import MartletTesting
import NIOCore
import Synchronization
import Testing

/// The protocol's test vectors for what is sent.
struct RequestVectorTests {
    private static let ok = FaultResponse.json(PlatformBody.reply("Hi"))

    @Test(arguments: ["/v1/", "/v1", "/v1//"])
    func `Vector 30: slashes at the end of the base URL do not matter`(_ path: String) async throws {
        try await withAgent([Self.ok], path: path) { agent, server in
            _ = try await agent.chat("Hello")
            #expect(server.requests.map(\.path) == ["/v1/chat/completions"])
        }
    }

    @Test func `Vector 30: no version is added to the base URL`() async throws {
        try await withAgent([Self.ok], path: "") { agent, server in
            _ = try await agent.chat("Hello")
            #expect(server.requests.map(\.path) == ["/chat/completions"])
        }
    }

    /// The bodies that an agent sends to a platform of that name, without reaching it.
    private func bodies(
        _ baseURL: String, _ overrides: ChatOverrides = ChatOverrides()
    ) async throws -> (whole: JSONValue, streamed: JSONValue) {
        let transport = Recording()
        var model = ModelConfig()
        model.apiBaseURL = baseURL
        return try await withChatAgent(model, .quiet(), transport: transport) { agent in
            _ = try await agent.chat("Hello", overrides: overrides)
            _ = try await agent.chatStream("Hello", overrides: overrides).collected()
            return (transport.bodies[0], transport.bodies[1])
        }
    }

    @Test(arguments: [
        "https://dashscope.aliyuncs.com/compatible-mode/v1", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    ])
    func `Vector 31: DashScope is told not to think without a stream`(_ url: String) async throws {
        let sent = try await bodies(url)
        #expect(sent.whole["enable_thinking"] == false)
        #expect(sent.streamed["enable_thinking"] == nil)
        let wanted = try await bodies(url, ChatOverrides { $0.extraBody = ["enable_thinking": true] })
        #expect(wanted.whole["enable_thinking"] == true)
    }

    @Test func `Vector 32: other platforms are not told whether to think`() async throws {
        let sent = try await bodies("https://api.example.com/v1")
        #expect(sent.whole["enable_thinking"] == nil)
        #expect(sent.streamed["enable_thinking"] == nil)
    }

    @Test func `Vector 33: an image that is missing or a directory is a MediaProcessingError`() async throws {
        try await withTemporaryDirectory { directory in
            try await withAgent([Self.ok]) { agent, server in
                for path in ["\(directory)/none.png", directory] {
                    let error = try await #require(throws: MediaProcessingError.self) {
                        try await agent.chat("What is this?", images: MediaSources(paths: [path]))
                    }
                    #expect(error.details["file_path"] == path)
                    #expect(error.details["media_type"] == "image")
                }
                #expect(await agent.messages.isEmpty)
                #expect(await agent.stats.errors == 2)
                #expect(server.requestCount == 0)
            }
        }
    }

    @Test func `Vector 34: an image by URL is passed through`() async throws {
        try await withAgent([Self.ok]) { agent, server in
            _ = try await agent.chat("What is this?", images: "https://example.com/a.png")
            let parts = server.bodies[0]["messages"]?[0]?["content"]
            #expect(parts?[1]?["image_url"] == ["url": "https://example.com/a.png", "detail": "auto"])
        }
    }

    @Test func `Vector 35: a nil override takes the key away`() async throws {
        try await withAgent([Self.ok]) { agent, server in
            _ = try await agent.chat("Hello", overrides: ChatOverrides { $0.temperature = nil })
            _ = try await agent.chat("Hello", overrides: ChatOverrides { $0.temperature = 0 })
            _ = try await agent.chat("Hello")
            #expect(server.bodies.map { $0["temperature"]?.doubleValue } == [nil, 0, 0.7])
        }
    }

    @Test func `Vector 36: an empty override of the tools sends none`() async throws {
        try await withAgent([Self.ok]) { agent, server in
            try await agent.registerTool(name: "echo") { _ in "" }
            _ = try await agent.chat("Hello", overrides: ChatOverrides { $0.tools = [] })
            _ = try await agent.chat("Hello")
            #expect(server.bodies[0]["tools"] == nil)
            #expect(server.bodies[1]["tools"]?[0]?["function"]?["name"] == "echo")
        }
    }

    @Test func `Vector 37: the HTTP log file does not hold the key`() async throws {
        try await withTemporaryDirectory { directory in
            let file = "\(directory)/http.log"
            let runtime = RuntimeConfig.quiet {
                $0.saveHTTPTrafficToFile = true
                $0.httpTrafficFilePath = file
            }
            let model: (inout ModelConfig) -> Void = { $0.apiKey = "sk-very-secret-1234" }
            try await withAgent([Self.ok], runtime, model: model) { agent, server in
                _ = try await agent.chat("Hello")
                #expect(server.requests[0].header("authorization") == "Bearer sk-very-secret-1234")
            }
            let log = try String(contentsOfFile: file, encoding: .utf8)
            #expect(log.contains("Hello"))
            #expect(!log.contains("very-secret"))
        }
    }
}

/// A transport that answers everything, and keeps what it was asked.
private final class Recording: HTTPTransport {
    private let received = Mutex<[JSONValue]>([])

    var bodies: [JSONValue] { received.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let body = try request.body.map { try JSONValue(json: $0.readableBytesView) } ?? .null
        received.withLock { $0.append(body) }
        let isStream = body["stream"] == true
        let text =
            isStream
            ? PlatformBody.text("Hi") + PlatformBody.finish("stop") + PlatformBody.done : PlatformBody.reply("Hi")
        return TransportResponse(
            status: 200, headers: [.contentType: isStream ? "text/event-stream" : "application/json"],
            body: ResponseBody(ByteBuffer(string: text)))
    }
}
