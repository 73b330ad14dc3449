// A web server that streams an agent's answer: GET /chat?text=QUESTION, an agent for each request.
//
//     swift run Examples agent-web                   # then: curl -N 'http://127.0.0.1:8080/chat?text=Hello!'
//     swift run Examples agent-web --once            # asks itself once and ends

import HTTPTypes
import Hummingbird
import Martlet
import MartletAPI
import MartletAgent
import NIOCore

enum AgentWeb: Example {
    static let summary = "A web server that streams an agent's answer; it stops when the browser goes away."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let isOnce = context.arguments.contains("--once")
        let routes = router(context.agentModel(on: client))
        try await ExampleServer.serve(routes, port: isOnce ? 0 : 8_080, endsAfterBody: isOnce) { port in
            context.print("Listening on http://127.0.0.1:\(port)/chat")
            if isOnce { context.print(try await ask("Tell me about swallows.", port: port)) }
        }
    }

    /// Asks as a browser would.
    static func ask(_ text: String, port: Int) async throws -> String {
        try await ExampleServer.ask("/chat", port: port, query: [("text", text)])
    }

    static func router(_ model: ModelConfig) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/chat") { request, _ in
            guard let text = request.uri.queryParameters["text"], !text.isEmpty else {
                throw HTTPError(.badRequest, message: "Ask for /chat?text=QUESTION.")
            }
            return Response(
                status: .ok, headers: ExampleServer.headers("text/event-stream"),
                body: answer(to: String(text), model, for: request))
        }
        return router
    }

    private static func answer(
        to text: String, _ model: ModelConfig, for request: Request
    ) -> Hummingbird.ResponseBody {
        Hummingbird.ResponseBody { writer in
            // When the browser goes away, this task is cancelled; that ends the agent's stream, and the model stops.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                do {
                    // `@concurrent`, because the writer is not for actors.
                    try await withChatAgent(model) { @concurrent agent in
                        // Pieces with line ends stay whole; `[DONE]` is the last event.
                        for try await event in agent.chatStream(text, displayStream: false).serverSentEvents {
                            try await writer.write(ByteBuffer(string: event))
                        }
                    }
                } catch let error as any ChatAPIError {
                    // The status is sent already: an error is an event with a name of its own.
                    try await writer.write(ExampleServer.event(error.message, named: "problem"))
                }
            }
            try await writer.finish(nil)
        }
    }
}
