// OpenAI's routes of the generate-server example: any OpenAI client can talk to whatever answers here.

import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

extension GenerateServer {
    /// `POST /chat/completions`, whole and streamed, and `GET /models`.
    static func addOpenAIRoutes(to group: RouterGroup<BasicRequestContext>, _ answerer: ExampleModel) {
        group.get("/models") { _, _ in
            try json(ModelList(try await answerer.models().map { Model(id: $0) }))
        }
        group.post("/chat/completions") { request, _ in
            var request = request
            let bytes = try await request.collectBody(upTo: maximumBody)
            let question: ChatCompletionRequest
            do {
                question = try ChatCompletionRequest(json: bytes.readableBytesView)
            } catch {
                return try json(failure("\(error)", type: "invalid_request_error"), status: .badRequest)
            }
            if question.stream == true { return stream(question, answerer, request) }
            return try await request.body.consumeWithCancellationOnInboundClose { _ in
                do {
                    return try json(try await answerer.model.complete(question))
                } catch {
                    return try json(failure(ExampleError.sentence(for: error)), status: .internalServerError)
                }
            }
        }
    }

    private static func stream(
        _ question: ChatCompletionRequest, _ answerer: ExampleModel, _ request: Request
    ) -> Response {
        let body = Hummingbird.ResponseBody { writer in
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                do {
                    for try await chunk in try await answerer.model.stream(question) {
                        try await writer.write(ExampleServer.event(try chunk.jsonText()))
                    }
                } catch {
                    // The status is sent already: the error is an event, and then the stream is over.
                    let failure = failure(ExampleError.sentence(for: error))
                    try await writer.write(ExampleServer.event(try failure.jsonText()))
                }
                try await writer.write(ExampleServer.event("[DONE]"))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: ExampleServer.headers("text/event-stream"), body: body)
    }

    private static func failure(_ message: String, type: String = "server_error") -> JSONValue {
        ["error": ["message": .string(message), "type": .string(type)]]
    }
}
