import Martlet
import MartletAPI
import MartletAgent
import MartletTesting
import Testing

extension RuntimeConfig {
    /// Logs nothing and waits for nothing.
    static func quiet(_ change: (inout RuntimeConfig) -> Void = { _ in }) -> RuntimeConfig {
        RuntimeConfig {
            $0.enableLogging = false
            $0.retryDelay = .milliseconds(1)
            change(&$0)
        }
    }
}

/// Lends an agent that talks to a server with these responses.
func withAgent(
    _ responses: [FaultResponse], path: String = "/v1", _ runtime: RuntimeConfig = .quiet(),
    model change: (inout ModelConfig) -> Void = { _ in },
    _ body: (ChatAgent, FaultServer) async throws -> Void
) async throws {
    try await withFaultServer(responses) { server in
        var model = ModelConfig()
        model.apiBaseURL = server.baseURL + path
        change(&model)
        try await withChatAgent(model, runtime) { try await body($0, server) }
    }
}

extension FaultServer {
    /// The JSON bodies of the requests so far.
    var bodies: [JSONValue] { requests.map { (try? JSONValue(json: $0.body)) ?? .null } }
}

extension JSONValue {
    /// The roles of the messages of a request.
    var roles: [String] { self["messages"]?.arrayValue?.map { $0["role"]?.stringValue ?? "" } ?? [] }
}

extension AsyncSequence {
    /// All elements.
    func collected() async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self { elements.append(element) }
        return elements
    }
}

extension [ChatMessage] {
    var roles: [String] { map(\.role.rawValue) }

    /// Whether platforms accept it: every tool call is answered once, right after the message that asks for it.
    var isLegal: Bool {
        var open: [ToolCallID] = []
        for message in self {
            if message.role == .tool {
                guard let id = message.toolCallID, let index = open.firstIndex(of: id) else { return false }
                open.remove(at: index)
            } else {
                guard open.isEmpty else { return false }
                open = message.toolCalls?.map(\.id) ?? []
            }
        }
        return open.isEmpty
    }
}

extension ToolCall {
    init(_ id: ToolCallID, _ name: String, _ arguments: String = "{}") {
        self.init(id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }
}

/// An error of a tool.
struct Broken: Error, CustomStringConvertible {
    var description: String { "the pump is broken" }
}
