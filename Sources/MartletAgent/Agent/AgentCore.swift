import Martlet
import MartletAPI
import Synchronization

/// What an agent consists of. It is not isolated to the agent, so that a stream that is dropped can put the history in
/// order at once, where nothing can be awaited.
final class AgentCore: Sendable {
    struct State: Sendable {
        var settings: ChatAgent.Settings
        var messages: [ChatMessage] = []
        var tools = ToolRegistry()
        /// The base URLs whose platform does not take `stream_options`.
        var platformsWithoutStreamUsage: Set<String> = []
    }

    /// The calls, one after the other.
    let queue = CallQueue()
    /// Where answers come from.
    let backend: AgentBackend
    /// What is logged, captured and counted.
    let telemetry: AgentTelemetry
    /// Where streamed text is printed.
    let output: @Sendable (String) -> Void
    private let state: Mutex<State>

    init(
        settings: ChatAgent.Settings, backend: AgentBackend, telemetry: AgentTelemetry,
        output: @escaping @Sendable (String) -> Void
    ) {
        state = Mutex(State(settings: settings))
        self.backend = backend
        self.telemetry = telemetry
        self.output = output
    }

    /// A copy of the state.
    var snapshot: State { state.withLock { $0 } }

    /// Changes the state.
    func update<Value: Sendable>(_ body: (inout State) throws -> Value) rethrows -> Value {
        try state.withLock { try body(&$0) }
    }
}
