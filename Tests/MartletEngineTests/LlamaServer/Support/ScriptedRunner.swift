import Synchronization

@testable import MartletEngine

/// Servers without processes: each start does what the test says.
final class ScriptedRunner: LlamaServerRunning {
    enum Behaviour: Sendable {
        /// Is ready at once and runs until it is stopped or crashed.
        case ready
        /// Is never ready and runs until it is stopped or crashed.
        case stuck
        /// Ends before it is ready.
        case fail(LlamaServerError)
    }

    private struct State {
        var starts: [String] = []
        var running: [String: StopSignal] = [:]
    }

    private let state = Mutex(State())
    private let behaviour: @Sendable (_ model: String, _ attempt: Int) -> Behaviour

    init(behaviour: @escaping @Sendable (_ model: String, _ attempt: Int) -> Behaviour = { _, _ in .ready }) {
        self.behaviour = behaviour
    }

    /// The models that were started, in order.
    var starts: [String] { state.withLock(\.starts) }

    /// The models that have a server.
    var running: [String] { state.withLock { $0.running.keys.sorted() } }

    /// Ends a model's server by itself.
    func crash(_ model: String) {
        state.withLock { $0.running[model] }?.raise()
    }

    func run(
        _ model: CatalogModel, stop: StopSignal, onReady: @Sendable (LlamaServerReady) -> Void
    ) async throws(LlamaServerError) {
        let crash = StopSignal()
        let number = state.withLock { state in
            state.starts.append(model.id)
            state.running[model.id] = crash
            return state.starts.count
        }
        defer { state.withLock { $0.running[model.id] = nil } }
        switch behaviour(model.id, number) {
        case .fail(let error):
            throw error
        case .ready:
            let facts = LlamaServerFacts(contextLength: 512, slots: 4, acceptsImages: false)
            onReady(
                LlamaServerReady(processIdentifier: Int32(number), port: 1_000 + number, apiKey: "key", facts: facts))
        case .stuck:
            break
        }
        await withTaskGroup { group in
            group.addTask { await stop.wait() }
            group.addTask { await crash.wait() }
            await group.next()
            group.cancelAll()
        }
        if !stop.isRaised, !Task.isCancelled {
            throw LlamaServerError(code: .crashed, message: "It crashed.", model: model.id)
        }
    }
}
