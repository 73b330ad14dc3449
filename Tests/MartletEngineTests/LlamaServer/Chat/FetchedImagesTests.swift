import HTTPTypes
import MartletAPI
import MartletServer
import Synchronization
import Testing

@testable import MartletEngine

struct FetchedImagesTests {
    /// Knows every image by its URL.
    private final class Pictures: MediaPictures {
        let asked = Mutex<[String]>([])

        func pictures(of url: String, isVideo: Bool) async throws -> [ContentPart] {
            asked.withLock { $0.append(url) }
            return [.imageURL("data:image/jpeg;base64,AAAA")]
        }
    }

    private func request(_ parts: String) throws -> LlamaRequest {
        let text = #"{"model":"m","messages":[{"role":"user","content":[\#(parts)]}]}"#
        return try LlamaRequest(ChatCompletionRequest(json: text), hasProjector: true)
    }

    @Test func `the engine's child never gets a URL to fetch`() async throws {
        var request = try request(
            """
            {"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"http://169.254.169.254/a"}},
            {"type":"image_url","image_url":{"url":"https://example.com/b.png","detail":"low"}},
            {"type":"image_url","image_url":{"url":"file:///etc/passwd"},"cache_control":{"type":"ephemeral"}},
            {"type":"image_url","image_url":"DATA:image/png;base64,BBBB"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,CCCC"}}
            """)
        let pictures = Pictures()
        try await request.fetchImages(pictures)
        #expect(
            pictures.asked.withLock { $0 } == [
                "http://169.254.169.254/a", "https://example.com/b.png", "file:///etc/passwd",
                "DATA:image/png;base64,BBBB",
            ])
        let sent = try request.request.jsonText()
        for forbidden in ["http", "file:", "DATA:"] { #expect(!sent.contains(forbidden), "\(sent)") }
        #expect(sent.contains("data:image/png;base64,CCCC"))
        #expect(sent.contains("\"low\""))
    }

    @Test func `where nothing fetches images a URL is refused`() async throws {
        var request = try request(#"{"type":"image_url","image_url":{"url":"https://example.com/b.png"}}"#)
        do {
            try await request.fetchImages(nil)
            Issue.record("The URL was taken")
        } catch let error as PlatformError {
            #expect(error.status.code == 400)
            #expect(error.body.message.contains("data: URL"))
        }
    }

    @Test func `one request has images of a limited number fetched`() async throws {
        let image = #"{"type":"image_url","image_url":{"url":"https://example.com/b.png"}}"#
        var request = try request(Array(repeating: image, count: 17).joined(separator: ","))
        let pictures = Pictures()
        do {
            try await request.fetchImages(pictures)
            Issue.record("All images were fetched")
        } catch let error as PlatformError {
            #expect(error.body.parameter == "messages")
            #expect(pictures.asked.withLock { $0.count } == 16)
        }
        request = try self.request(Array(repeating: image, count: 16).joined(separator: ","))
        try await request.fetchImages(pictures)
    }
}
