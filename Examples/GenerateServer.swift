// A web service that generates code, in the two forms that Flask and FastAPI programs have, and in OpenAI's.
//
//     swift run Examples generate-server                 # then, in another terminal:
//     curl http://127.0.0.1:8080/generate -H 'Content-Type: application/json' -d '{"prompt": "Hello!"}'
//     swift run Examples generate-server --flask         # the answers have Flask's form
//     swift run Examples generate-server --codex         # Codex answers, as a chat model that runs no commands
//     swift run Examples generate-server --once          # asks itself once and ends

import Martlet
import MartletAPI

enum GenerateServer: Example {
    static let summary = "POST /generate as a Flask or FastAPI program has it, GET /models, and OpenAI's routes."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let form: GenerateForm = context.arguments.contains("--flask") ? .flask : .fastAPI
        let isOnce = context.arguments.contains("--once")
        try await ExampleModel.withModel(client, context) { answerer in
            let routes = router(answerer, form: form)
            try await ExampleServer.serve(routes, port: isOnce ? 0 : 8_080, endsAfterBody: isOnce) { port in
                context.print("\(answerer.name) answers on http://127.0.0.1:\(port)")
                guard isOnce else { return }
                let answer = try await ExampleServer.ask("/generate", port: port, body: ["prompt": "Hello!"])
                context.print("/generate: \(answer)")
                context.print("/models: \(try await ExampleServer.ask("/models", port: port))")
            }
        }
    }
}
