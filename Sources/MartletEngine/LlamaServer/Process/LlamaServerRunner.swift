#if canImport(Subprocess)
import AsyncHTTPClient
import Logging
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Runs `llama-server` as a child process behind the ``GuardScript``.
///
/// swift-subprocess can't hand a child a descriptor beyond the three standard ones, so the pipe that ends the server
/// when we die is the guard's standard input; the guard gives the server `/dev/null` instead.
struct LlamaServerRunner: LlamaServerRunning {
    /// How often another port is tried when somebody else took the one that was free.
    private static let portAttempts = 5
    /// How many of the last lines a message quotes; the error carries more.
    private static let quotedLines = 3

    let configuration: LlamaServerConfiguration
    let client: HTTPClient
    let logger: Logger
    /// Where free ports come from.
    var freePort: @Sendable () -> Int? = { LoopbackPort.free() }

    /// How a server's run ended.
    private enum Outcome: Sendable {
        case stopped
        case timedOut
        case endedBeforeReady
        case endedWhileReady
    }

    private enum Event: Sendable {
        case outputEnded
        case ready(LlamaServerFacts)
        case timedOut
        case stopWanted
    }

    private typealias Child = Execution<CustomWriteInput, SequenceOutput, CombinedErrorOutput>

    func run(
        _ model: CatalogModel, stop: StopSignal, onReady: @Sendable (LlamaServerReady) -> Void
    ) async throws(LlamaServerError) {
        let executable = try configuration.locator.locate().path
        var attempt = 0
        while true {
            attempt += 1
            guard let port = freePort() else {
                throw LlamaServerError(
                    code: .startFailed, message: "There is no free port on 127.0.0.1.", model: model.id)
            }
            do throws(LlamaServerError) {
                return try await run(model, executable: executable, port: port, stop: stop, onReady: onReady)
            } catch {
                let isPortLost = error.code == .startFailed && LlamaServerLog.saysPortIsTaken(error.logTail)
                guard isPortLost, attempt < Self.portAttempts, !stop.isRaised, !Task.isCancelled else { throw error }
                logger.debug("The port was taken by somebody else; trying another one", metadata: ["port": "\(port)"])
            }
        }
    }

    private func run(
        _ model: CatalogModel, executable: String, port: Int, stop: StopSignal,
        onReady: @Sendable (LlamaServerReady) -> Void
    ) async throws(LlamaServerError) {
        let apiKey = LlamaServerKey.random()
        var logger = logger
        logger[metadataKey: "model"] = "\(model.id)"
        let log = LlamaServerLog(maximumLines: configuration.logTailLines, secret: apiKey, logger: logger)
        let arguments = LlamaServerArguments.make(
            for: model, port: port, configuration: configuration, chatTemplate: chatTemplate(of: model))
        logger.debug(
            "Starting llama-server", metadata: ["executable": "\(executable)", "arguments": "\(arguments)"])

        var options = PlatformOptions()
        // A session of its own: Ctrl-C in our terminal is for us, and the group can be signalled as a whole.
        options.createSession = true
        options.teardownSequence = teardown
        let probe = LlamaServerProbe(
            client: client, port: port, apiKey: apiKey,
            expected: LlamaServerFacts(
                contextLength: LlamaServerArguments.contextLength(of: model, configuration: configuration),
                slots: max(1, configuration.slots), acceptsImages: model.projectorPath != nil))
        let outcome: Outcome
        let status: TerminationStatus
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"),
                arguments: Arguments(["-c", GuardScript.text, "martlet-guard", executable] + arguments),
                environment: environment(apiKey: apiKey),
                platformOptions: options,
                // Nothing is ever written; the end of the pipe is the message.
                input: .inputWriter,
                output: .sequence,
                error: .combinedWithOutput
            ) { child in
                await supervise(child, log: log, probe: probe, stop: stop, onReady: onReady)
            }
            outcome = result.closureResult
            status = result.terminationStatus
        } catch {
            throw LlamaServerError(
                code: .startFailed, message: "llama-server can't be started: \(error).", model: model.id)
        }
        if let error = failure(outcome, exit: LlamaServerExit(status), of: model, log: log) { throw error }
    }

    /// The model's chat template with a place for tools; nil when its own does, or cannot be read.
    private func chatTemplate(of model: CatalogModel) -> String? {
        do {
            return try model.metadata.chatTemplate(ofFileAt: model.path).flatMap(ToolTemplate.augmented)
        } catch {
            // llama-server reads it by itself; only tools will be refused.
            logger.debug("The chat template can't be read", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Watches a child until it has ended or is not wanted any more; ends it in the latter case.
    private func supervise(
        _ child: Child, log: LlamaServerLog, probe: LlamaServerProbe, stop: StopSignal,
        onReady: @Sendable (LlamaServerReady) -> Void
    ) async -> Outcome {
        await withTaskGroup(of: Event.self) { group in
            group.addTask {
                await drain(child, into: log)
                return .outputEnded
            }
            group.addTask {
                await stop.wait()
                return .stopWanted
            }
            group.addTask {
                do {
                    let facts = try await probe.waitUntilReady(timeout: configuration.startTimeout)
                    return facts.map { .ready($0) } ?? .timedOut
                } catch {
                    return .stopWanted
                }
            }

            var isReady = false
            var outcome: Outcome?
            while outcome == nil, let event = await group.next() {
                switch event {
                case .ready(let facts):
                    isReady = true
                    onReady(
                        LlamaServerReady(
                            processIdentifier: log.processIdentifier ?? child.processIdentifier.value,
                            port: probe.port, apiKey: probe.apiKey, facts: facts))
                case .outputEnded where stop.isRaised || Task.isCancelled:
                    outcome = .stopped
                case .outputEnded:
                    outcome = isReady ? .endedWhileReady : .endedBeforeReady
                case .stopWanted:
                    outcome = .stopped
                case .timedOut:
                    outcome = .timedOut
                }
            }
            // Returns at once when the guard has ended. The output is still being drained, so the server can write its
            // last words. Only then does this scope end, and with it the pipe that the watcher reads.
            await child.teardown(using: teardown)
            // The guard may have been killed and have left the server. Its number is not free before it is reaped,
            // which happens after this scope, so this is the right group or none.
            try? child.send(signal: .kill, toProcessGroup: true)
            group.cancelAll()
            return outcome ?? .stopped
        }
    }

    private func drain(_ child: Child, into log: LlamaServerLog) async {
        do {
            for try await buffer in child.standardOutput {
                buffer.withUnsafeBytes { log.append($0) }
            }
        } catch {
            logger.debug("Reading from llama-server failed", metadata: ["error": "\(error)"])
        }
        log.finish()
    }

    /// TERM goes to the guard alone, which passes it on once: a second one makes llama-server give up its clean end.
    /// KILL goes to the group.
    private var teardown: [TeardownStep] {
        [
            .send(
                signal: .terminate, toProcessGroup: false,
                allowedDurationToNextStep: configuration.stopGracePeriod),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
        ]
    }

    private func environment(apiKey: String) -> Environment {
        let variables = LlamaServerEnvironment.make(
            from: configuration.environment, apiKey: apiKey, configuration: configuration)
        var result: [Environment.Key: String] = [:]
        for (name, value) in variables {
            guard let key = Environment.Key(rawValue: name) else { continue }
            result[key] = value
        }
        return .custom(result)
    }

    private func failure(
        _ outcome: Outcome, exit: LlamaServerExit, of model: CatalogModel, log: LlamaServerLog
    ) -> LlamaServerError? {
        let lines = log.lines
        let quoted = lines.suffix(Self.quotedLines).joined(separator: "\n")
        let ending = quoted.isEmpty ? "It wrote nothing." : "Its last lines:\n\(quoted)"
        switch outcome {
        case .stopped:
            return nil
        case .timedOut:
            return LlamaServerError(
                code: .startTimedOut,
                message: """
                    llama-server was not ready for model '\(model.id)' after \(configuration.startTimeout). \(ending)
                    """,
                model: model.id, logTail: lines)
        case .endedBeforeReady:
            return LlamaServerError(
                code: .startFailed,
                message: "llama-server \(exit) before it was ready for model '\(model.id)'. \(ending)",
                model: model.id, logTail: lines)
        case .endedWhileReady:
            return LlamaServerError(
                code: .crashed, message: "llama-server for model '\(model.id)' \(exit). \(ending)",
                model: model.id, logTail: lines)
        }
    }
}

extension LlamaServerExit {
    /// The guard exits with the server's status as a shell reports it; that the guard itself was killed is put the same
    /// way.
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self.init(status: code)
        case .signaled(let signal): self.init(status: 128 + signal)
        }
    }
}
#endif
