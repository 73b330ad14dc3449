import MartletAPI
import Synchronization

/// A provider that says what a test wants: `POST /v1/responses` on the loopback interface, as the Codex command line and
/// other clients of OpenAI's Responses API call it.
///
/// Each request takes the next turn; the last one answers all that follow. The requests are kept. `GET /v1/models` lists
/// one model, `scripted`; anything else is a 404.
///
/// ```swift
/// try await withScriptedResponsesServer([
///     .shellCommand("ls"), .text("There are two files."),
/// ]) { server in
///     // Give server.baseURL to the client under test.
///     #expect(server.requests[1].outputs.first?.contains("README.md") == true)
/// }
/// ```
///
/// Faults are turns as well: a ``ScriptedTurn/refusal(status:code:message:headers:)``, a text that ends with
/// ``ScriptedTurn/Ending/cut``, or anything that a ``FaultServer`` can do to a connection.
public final class ScriptedResponsesServer: Sendable {
    private final class Script: Sendable {
        struct State {
            var turns: [ScriptedTurn]
            var next = 0
            var requests: [ScriptedResponsesRequest] = []
        }

        let state: Mutex<State>

        init(_ turns: [ScriptedTurn]) { state = Mutex(State(turns: turns)) }

        func turn(for request: ScriptedResponsesRequest) -> ScriptedTurn {
            state.withLock { state in
                state.requests.append(request)
                defer { state.next = min(state.next + 1, state.turns.count) }
                return state.turns[min(state.next, state.turns.count - 1)]
            }
        }
    }

    private let script: Script
    /// The server beneath, for what it knows of connections.
    public let server: FaultServer

    private init(script: Script, server: FaultServer) {
        self.script = script
        self.server = server
    }

    /// Starts a server on 127.0.0.1. End it with ``shutdown()``, or use `withScriptedResponsesServer`, which does.
    ///
    /// - Throws: ``FaultServerError/Code/noResponses`` when there are no turns; when no port can be bound.
    public static func start(_ turns: [ScriptedTurn]) async throws -> ScriptedResponsesServer {
        guard !turns.isEmpty else {
            throw FaultServerError(.noResponses, "give the server at least one turn")
        }
        let script = Script(turns)
        let server = try await FaultServer.start { request in
            let path = request.path.split(separator: "?", maxSplits: 1).first.map(String.init) ?? ""
            switch (request.method, path) {
            case ("POST", "/v1/responses"):
                let request = ScriptedResponsesRequest(request)
                return script.turn(for: request).response(to: request)
            case ("GET", "/v1/models"):
                return .json(
                    #"{"object":"list","data":[{"id":"scripted","object":"model","created":1,"owned_by":"martlet"}]}"#)
            default:
                return .json(#"{"error":{"message":"There is nothing here.","type":"not_found"}}"#, status: 404)
            }
        }
        return ScriptedResponsesServer(script: script, server: server)
    }

    /// `http://127.0.0.1:PORT/v1`.
    public var baseURL: String { server.baseURL + "/v1" }

    /// The requests for answers so far, in order.
    public var requests: [ScriptedResponsesRequest] { script.state.withLock { $0.requests } }

    /// Adds turns behind those that there are. From now on the last of these answers all that follow.
    public func add(_ turns: [ScriptedTurn]) {
        script.state.withLock { $0.turns += turns }
    }

    /// Closes the listener and all connections. Shutting down twice is harmless.
    ///
    /// - Throws: ``FaultServerError/Code/timeout``.
    public func shutdown() async throws { try await server.shutdown() }
}

/// Lends a ``ScriptedResponsesServer`` to `body` and shuts it down afterwards, also when `body` throws.
///
/// - Parameters:
///   - turns: The answers in order, at least one.
///   - body: The test.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; otherwise what ``ScriptedResponsesServer/shutdown()`` throws.
@discardableResult
public func withScriptedResponsesServer<R>(
    _ turns: [ScriptedTurn], _ body: (ScriptedResponsesServer) async throws -> R
) async throws -> R {
    let server = try await ScriptedResponsesServer.start(turns)
    let result: R
    do {
        result = try await body(server)
    } catch {
        // What went wrong in the test is what its author wants to read.
        try? await server.shutdown()
        throw error
    }
    try await server.shutdown()
    return result
}
