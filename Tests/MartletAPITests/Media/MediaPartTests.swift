import MartletAPI
import Testing

@Suite struct MediaPartTests {
    @Test func `parts are made from any source`() throws {
        let url = "data:image/png;base64,\(Media.pngBase64)"
        #expect(try ContentPart.image(bytes: Media.png, type: .png) == .imageURL(url))
        #expect(try ContentPart.image(.dataURL(url), detail: .high) == .imageURL(url, detail: .high))
        #expect(try ContentPart.image(url: url) == .imageURL(url))
        #expect(try ContentPart.image(url: "https://a/b", detail: .low) == .imageURL("https://a/b", detail: .low))
        #expect(try ContentPart.video(url: "https://a/b") == .videoURL("https://a/b"))
        #expect(
            try ContentPart.video(bytes: Media.mp4[...], type: .mp4)
                == .videoURL("data:video/mp4;base64,\(Media.mp4Base64)"))
        #expect(throws: MediaError.self) { try ContentPart.image(file: "missing.png") }
        #expect(throws: MediaError.self) { try ContentPart.video(file: "missing.mp4") }
        #expect(throws: MediaError.self) { try ContentPart.image(url: "gs://bucket/a.png") }
        #expect(throws: MediaError.self) { try ContentPart.image(bytes: Media.png, type: .png, limit: 1) }
        #expect(throws: MediaError.self) { try ContentPart.video(bytes: Media.png, type: .mp4, isStrict: true) }
    }

    @Test func `parts are written in the documented form`() throws {
        #expect(
            try ContentPart.image(bytes: Media.png, type: .png, detail: .auto).jsonText()
                == #"{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(Media.pngBase64)","detail":"auto"}}"#
        )
        #expect(
            try ContentPart.video(bytes: Media.mp4, type: .mp4, detail: .auto).jsonText()
                == #"{"type":"video_url","video_url":{"url":"data:video/mp4;base64,\#(Media.mp4Base64)","detail":"auto"}}"#
        )
        let part = try ContentPart.video(url: "https://a/b", detail: .low)
        #expect(try ContentPart(json: part.jsonBytes()) == part)
    }

    @Test func `a message has its text first, then the images, then the videos`() throws {
        let message = try ChatMessage.user(
            "", images: [.remote("https://a/1"), .bytes(Media.png, type: .png)], videos: [.remote("https://a/2")],
            detail: .low)
        #expect(message.role == .user)
        #expect(
            message.content
                == .parts([
                    .text(""), .imageURL("https://a/1", detail: .low),
                    .imageURL("data:image/png;base64,\(Media.pngBase64)", detail: .low), .videoURL("https://a/2"),
                ]))
        let videos = try ChatMessage.user("a", videos: [.remote("https://a/2")], videoDetail: .high)
        #expect(
            try videos.content?.jsonText()
                == #"[{"type":"text","text":"a"},{"type":"video_url","video_url":{"url":"https://a/2","detail":"high"}}]"#
        )
    }

    @Test func `without media arguments a message is plain text`() throws {
        let text = "a"
        let message = ChatMessage.user(text)
        #expect(message.content == .text("a"))
        #expect(ChatMessage.user("b").content == .text("b"))
        #expect(try ChatMessage.user("a", images: []).content == .parts([.text("a")]))
    }

    @Test func `the first medium that cannot be sent is the error`() throws {
        let error = try #require(throws: MediaError.self) {
            try ChatMessage.user("a", images: [.remote("https://a"), .file("missing.png")], videos: [.remote("x")])
        }
        #expect(error.code == .notFound)
        #expect(error.path == "missing.png")
    }
}
