// A picture in a question, and what happens when the model cannot see.
//
//     swift run Examples images                      # a red square
//     swift run Examples images photo.jpeg           # or an http:, https: or data: URL

import Martlet
import MartletAPI

enum Images: Example {
    static let summary = "A picture from bytes, a file or a URL; a clear error when the model cannot see."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let image = context.arguments.first.map { MediaSource(argument: $0) } ?? .bytes(redSquare, type: .png)
        // Files are read here and travel inside of the request. A picture that is too large is refused before it is sent.
        let message = try ChatMessage.user("What is in this picture?", images: [image], detail: .low, limit: 10 << 20)
        var request = ChatCompletionRequest(model: context.model, messages: [message])
        request.maxTokens = 60

        do {
            let answer = try await client.chat.completions.create(request)
            context.print("\(context.model) sees: \(answer.text)")
        } catch let error as MartletError where error.code == .invalidRequest {
            context.print("\(context.model) cannot take this picture: \(error.message)")
        }
    }

    /// A PNG of 32 by 32 red pixels.
    static let redSquare: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0x20, 0x00, 0x00, 0x00, 0x20, 0x01, 0x03, 0x00, 0x00, 0x00, 0x49, 0xB4, 0xE8, 0xB7, 0x00, 0x00, 0x00,
        0x03, 0x50, 0x4C, 0x54, 0x45, 0xDC, 0x1E, 0x1E, 0x0D, 0xA7, 0xF3, 0x32, 0x00, 0x00, 0x00, 0x0C, 0x49, 0x44,
        0x41, 0x54, 0x78, 0xDA, 0x63, 0x60, 0x18, 0xDC, 0x00, 0x00, 0x00, 0xA0, 0x00, 0x01, 0x8E, 0xFB, 0xB1, 0xB4,
        0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}
