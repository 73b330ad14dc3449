import MartletAPI
import Testing

@testable import MartletCLI

struct MessageTextTests {
    private var message = ThreadMessage(
        id: "m", createdAt: 1, threadID: "t", role: .assistant, content: [.text("It is sunny.")])

    @Test func `a message without attachments is its text`() {
        #expect(MessageText.whole(message) == "It is sunny.")
    }

    @Test mutating func `attachments follow the text`() {
        var source = SourceAttachment(id: "1", toolName: .webSearch)
        source.title = "Weather"
        source.url = "https://example.com/w"
        source.snippet = "Sunny\nall day"
        message.sources = [source, SourceAttachment(id: "2", toolName: .fetch)]
        var image = MediaAttachment(id: "3", source: .drawImage, type: .image, signedURL: "https://example.com/i")
        image.prompt = "a sun"
        message.media = [image]
        var code = CodeAttachment(id: "4", language: "python", code: "print(1)\n")
        code.stdout = "1\n"
        code.stderr = ""
        code.executionTimeMs = 12
        message.code = [code, CodeAttachment(id: "5", language: "sh", code: "true")]
        #expect(
            MessageText.whole(message) == """
                It is sunny.

                Sources:
                  [1] Weather https://example.com/w (WebSearch)
                      Sunny all day
                  [2] 2 (Fetch)

                Media:
                  image (DrawImage): a sun
                      https://example.com/i

                Code (python, 12 ms):
                    print(1)
                  printed:
                    1

                Code (sh):
                    true
                """)
    }
}
