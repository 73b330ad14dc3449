// The routes of the generate-server example.

import Foundation
import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

extension GenerateServer {
    /// The longest body that is read, in bytes.
    static let maximumBody = 1_048_576

    /// All routes: `/generate` in one form, `/models`, and OpenAI's under `/v1`.
    static func router(_ answerer: ExampleModel, form: GenerateForm) -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/generate") { request, _ in
            try await generate(request, answerer, form)
        }
        router.get("/models") { _, _ in
            await respond(form) { ["models": .array(try await answerer.models().map { .string($0.rawValue) })] }
        }
        addOpenAIRoutes(to: router.group("/v1"), answerer)
        return router
    }

    private static func generate(
        _ request: Request, _ answerer: ExampleModel, _ form: GenerateForm
    ) async throws -> Response {
        var request = request
        let bytes = try await request.collectBody(upTo: maximumBody)
        let body: GenerateForm.Body
        do {
            body = try JSONDecoder().decode(GenerateForm.Body.self, from: Data(bytes.readableBytesView))
        } catch {
            let message = "Post a JSON object with a text as its prompt, as in {\"prompt\": \"Hello!\"}."
            return try json(form.failure(message), status: form.invalidBody)
        }
        // When the caller goes away, this task is cancelled, and so is the answer.
        return try await request.body.consumeWithCancellationOnInboundClose { _ in
            await respond(form) {
                try form.answer(try await answerer.model.complete(form.request(for: body, model: answerer.id)))
            }
        }
    }

    /// A response with what `body` returns; what it throws is a 500 in the form's own words.
    private static func respond(_ form: GenerateForm, _ body: () async throws -> JSONValue) async -> Response {
        do {
            return try json(try await body())
        } catch {
            let failure = try? json(form.failure(ExampleError.sentence(for: error)), status: .internalServerError)
            return failure ?? Response(status: .internalServerError)
        }
    }

    static func json(_ value: some JSONConvertible, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: ExampleServer.headers("application/json"),
            body: .init(byteBuffer: ByteBuffer(bytes: try value.jsonBytes())))
    }
}
