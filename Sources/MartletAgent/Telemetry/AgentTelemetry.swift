package import Logging
import MartletAPI
import Synchronization

package import struct Foundation.Date

/// What an agent logs, captures, counts and writes to files: one for each agent, and for each model manager.
///
/// How an agent uses it:
///
/// - at the beginning of every call ``update(model:runtime:)`` with the configuration of the moment;
/// - ``middleware`` goes into the `ClientConfiguration` of the agent's client (`MartletClient.agent` puts it there), and
///   captures HTTP traffic from then on;
/// - ``responseCompleted(_:)`` after each answer of the model, ``callFailed(_:latency:)`` once when a call of the agent
///   throws, but for cancellation, of which nothing is recorded;
/// - ``deliver(_:to:named:)`` for every callback;
/// - ``logger`` for warnings and for what concerns the program's people, ``step(_:metadata:)`` for what only debugging
///   needs;
/// - ``close()`` at the end.
///
/// Nothing here throws or waits for the network: a file that cannot be written is a warning in the log. All of it may be
/// used from any task.
package final class AgentTelemetry: Sendable {
    struct State {
        var runtime: RuntimeConfig
        var redactor: TrafficRedactor
        var stats = UsageStats()
    }

    let state: Mutex<State>
    let output: LogOutput
    /// What the agent logs: to standard error or to the program's logger, and to the log file, as the configuration says
    /// at the moment of logging.
    package let logger: Logger
    /// What is logged of HTTP traffic.
    let httpLogger: Logger
    let now: @Sendable () -> Date

    /// Prepares to record.
    ///
    /// - Parameters:
    ///   - model: Its keys are not shown.
    ///   - runtime: What to record; see ``update(model:runtime:)``.
    ///   - logger: Instead of standard error. Its own level holds for it.
    ///   - now: The time.
    package convenience init(
        model: ModelConfig, runtime: RuntimeConfig, logger: Logger? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.init(model: model, runtime: runtime, output: LogOutput(logger: logger, now: now), now: now)
    }

    init(
        model: ModelConfig, runtime: RuntimeConfig, output: LogOutput, now: @escaping @Sendable () -> Date
    ) {
        let redactor = TrafficRedactor(model)
        self.state = Mutex(State(runtime: runtime, redactor: redactor))
        self.output = output
        self.now = now
        output.update(runtime, redactor: redactor)
        logger = output.logger(label: "martlet.agent")
        httpLogger = output.logger(label: "martlet.agent.http")
    }

    /// Takes over the configuration of the moment: levels, files, switches, callbacks, keys.
    package func update(model: ModelConfig, runtime: RuntimeConfig) {
        let redactor = TrafficRedactor(model)
        state.withLock {
            $0.runtime = runtime
            $0.redactor = redactor
        }
        output.update(runtime, redactor: redactor)
    }

    /// The configuration that holds.
    package var runtime: RuntimeConfig { state.withLock { $0.runtime } }

    var redactor: TrafficRedactor { state.withLock { $0.redactor } }

    /// Captures HTTP traffic as the configuration says. Streams pass through it piece by piece.
    package var middleware: TrafficCapture { TrafficCapture(telemetry: self) }

    /// Logs a step of the agent's work, at DEBUG, when ``RuntimeConfig/enableDebug`` is on.
    package func step(_ message: Logger.Message, metadata: @autoclosure () -> Logger.Metadata = [:]) {
        guard runtime.enableDebug else { return }
        logger.debug(message, metadata: metadata())
    }

    /// Calls a callback, when there is one, and waits for it. What it throws is logged and otherwise ignored.
    ///
    /// - Parameter name: The callback's name, for the log.
    package func deliver<Value>(
        _ value: Value, to callback: (@Sendable (Value) async throws -> Void)?, named name: String
    ) async {
        guard let callback else { return }
        do {
            try await callback(value)
        } catch {
            logger.warning("A callback failed", metadata: ["callback": "\(name)", "error": "\(error)"])
        }
    }

    /// Writes out what is still to be written. Files are written to line by line, so that nothing is lost without it.
    package func close() {
        step("The agent is closed")
    }
}
