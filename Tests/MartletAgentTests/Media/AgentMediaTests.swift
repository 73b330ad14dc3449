import Foundation
import MartletAPI
import MartletAgent
import MartletTesting
import Testing

struct AgentMediaTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private func sent(
        _ images: MediaSources? = nil, _ videos: MediaSources? = nil, detail: ImageDetail = .auto,
        _ runtime: RuntimeConfig = .quiet()
    ) async throws -> ChatMessage {
        let model = ScriptedModel([.text("I see.")])
        let agent = ChatAgent(model: model, ModelConfig(), runtime)
        _ = try await agent.chat("Look.", images: images, videos: videos, imageDetail: detail)
        let messages = await agent.messages
        #expect(messages.first == model.requests[0].messages.first)
        return try #require(messages.first)
    }

    @Test func `Without media the content is a plain string, and with an empty list an array`() async throws {
        #expect(try await sent() == .user("Look."))
        #expect(try await sent([]).content == .parts([.text("Look.")]))
        #expect(try await sent(nil, []).content == .parts([.text("Look.")]))
    }

    @Test func `The text comes first, then images, then videos, each in order`() async throws {
        try await withTemporaryDirectory { directory in
            let paths = ["a.PNG", "b.jpg", "c.mp4", "d.ogg"].map { "\(directory)/\($0)" }
            for path in paths { try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path)) }
            let message = try await sent(
                [.file(paths[0]), .file(paths[1])], [.file(paths[2]), .file(paths[3])], detail: .high)
            let value = try JSONValue(json: try message.jsonBytes())["content"]
            #expect(
                value == [
                    ["type": "text", "text": "Look."],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AQID", "detail": "high"]],
                    ["type": "image_url", "image_url": ["url": "data:image/jpeg;base64,AQID", "detail": "high"]],
                    ["type": "video_url", "video_url": ["url": "data:video/mp4;base64,AQID", "detail": "auto"]],
                    ["type": "video_url", "video_url": ["url": "data:video/ogg;base64,AQID", "detail": "auto"]],
                ])
        }
    }

    @Test func `URLs, data URLs and bytes are sources too`() async throws {
        let message = try await sent(["http://x/a.png", "data:image/gif;base64,AQID", .bytes(Self.png, type: .png)])
        #expect(
            message.content
                == .parts([
                    .text("Look."), .imageURL("http://x/a.png", detail: .auto),
                    .imageURL("data:image/gif;base64,AQID", detail: .auto),
                    .imageURL("data:image/png;base64,iVBORw0KGgo=", detail: .auto),
                ]))
    }

    @Test func `A medium that is too large is refused with its size`() async throws {
        let runtime = RuntimeConfig.quiet { $0.maxMediaBytes = 4 }
        let error = try await #require(throws: MediaProcessingError.self) {
            try await sent([.bytes(Self.png, type: .png)], nil, runtime)
        }
        #expect(error.details["size"] == "8")
        #expect(error.details["limit"] == "4")
        #expect(error.details["media_type"] == "image")
    }

    @Test func `A text as an image is refused when media are checked, and sent otherwise`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/a.png"
            try Data("no image".utf8).write(to: URL(fileURLWithPath: path))
            _ = try await sent([.file(path)])
            await #expect(throws: MediaProcessingError.self) {
                try await sent([.file(path)], nil, .quiet { $0.strictMedia = true })
            }
        }
    }

    @Test func `A missing video is a MediaProcessingError of a video`() async throws {
        let error = try await #require(throws: MediaProcessingError.self) { try await sent(nil, "/none/at/all.mp4") }
        #expect(error.details == ["file_path": "/none/at/all.mp4", "media_type": "video"])
    }

    @Test func `The encoder makes parts, base64 and messages`() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/a.webm"
            try Data(0...255).write(to: URL(fileURLWithPath: path))
            let encoder = MediaEncoder()
            let base64 = Data(0...255).base64EncodedString()
            #expect(try encoder.base64(videoAt: path) == base64)
            #expect(try encoder.base64(imageAt: path) == base64)
            #expect(try encoder.imagePart("https://x/a", detail: .low) == .imageURL("https://x/a", detail: .low))
            #expect(encoder.textPart("a") == .text("a"))
            #expect(encoder.systemMessage("a") == .system("a"))
            #expect(encoder.assistantMessage("a") == .assistant("a"))
            #expect(throws: MediaProcessingError.self) { try encoder.base64(imageAt: directory) }
            let message = try encoder.userMessage("", images: "https://x/a")
            #expect(message.content == .parts([.text(""), .imageURL("https://x/a", detail: .auto)]))
        }
    }
}
