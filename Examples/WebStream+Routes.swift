// The routes of the web-stream example: a page, and an answer as server-sent events.

import HTTPTypes
import Hummingbird
import Martlet
import MartletAPI
import NIOCore

extension WebStream {
    /// The page, and the stream that it asks for.
    static func router(_ client: MartletClient, model: ModelID) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: WebPage.html)))
        }
        router.get("/stream") { request, _ in
            guard let prompt = request.uri.queryParameters["prompt"], !prompt.isEmpty else {
                throw HTTPError(.badRequest, message: "Ask for /stream?prompt=QUESTION.")
            }
            var question = ChatCompletionRequest(model: model, messages: [.user(String(prompt))])
            question.maxTokens = 120
            return Response(
                status: .ok, headers: ExampleServer.headers("text/event-stream"),
                body: answer(to: question, from: client, for: request))
        }
        return router
    }

    private static func answer(
        to question: ChatCompletionRequest, from client: MartletClient, for request: Request
    ) -> Hummingbird.ResponseBody {
        Hummingbird.ResponseBody { writer in
            // When the browser goes away, this task is cancelled; that closes the stream, which stops the model.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                do {
                    let chunks = try await client.chat.completions.stream(question)
                    for try await chunk in chunks where !chunk.text.isEmpty {
                        try await writer.write(event("message", chunk.text))
                    }
                    try await writer.write(event("done", ""))
                } catch let error as MartletError {
                    // The status is sent already: an error is an event too.
                    try await writer.write(event("problem", error.message))
                }
            }
            try await writer.finish(nil)
        }
    }

    /// A server-sent event. As JSON the text is one line whatever it holds.
    private static func event(_ name: String, _ text: String) throws -> ByteBuffer {
        ExampleServer.event(try JSONValue.string(text).jsonText(), named: name)
    }
}
