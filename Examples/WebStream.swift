// A web server that hands an answer on to a browser as the model writes it.
//
//     swift run Examples web-stream                  # then open http://127.0.0.1:8080
//     swift run Examples web-stream --once           # asks itself once and ends

import Martlet
import MartletAPI

enum WebStream: Example {
    static let summary = "A web page to which an answer streams; it stops when the browser goes away."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let isOnce = context.arguments.contains("--once")
        let routes = router(client, model: context.model)
        try await ExampleServer.serve(routes, port: isOnce ? 0 : 8_080, endsAfterBody: isOnce) { port in
            context.print("Listening on http://127.0.0.1:\(port)")
            if isOnce { context.print(try await ask("Tell me about swallows.", port: port)) }
        }
    }

    /// Asks as a browser would.
    static func ask(_ prompt: String, port: Int) async throws -> String {
        try await ExampleServer.ask("/stream", port: port, query: [("prompt", prompt)])
    }
}
