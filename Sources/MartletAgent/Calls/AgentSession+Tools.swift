import Logging
import MartletAPI

extension AgentSession {
    /// Says that a tool is about to run.
    func announce(_ call: ToolCall, refused: ToolExecutionError?) {
        deliver(.toolStarted(start(of: call)))
        exchangeStartedAt = clock.now
        phase = .tool(call, refused: refused)
    }

    private func start(of call: ToolCall) -> ToolStart {
        ToolStart(
            id: call.id, name: call.function.name, arguments: call.function.arguments, iteration: loop?.iterations ?? 0)
    }

    /// Runs a tool, as often as the policy says, and reports what came of it.
    func run(_ call: ToolCall, refused: ToolExecutionError?) async throws {
        let start = start(of: call)
        await callBack(start, to: runtime.onToolStart, named: "on_tool_start")
        core.telemetry.step("Running a tool", metadata: ["tool": "\(start.name)"])
        let outcome = try await outcome(of: call, refused: refused)
        var run = ToolRun(
            call: call, content: nil, error: outcome.error, iteration: start.iteration, attempts: outcome.attempts,
            duration: clock.now - exchangeStartedAt)
        var thrown: ToolExecutionError?
        switch outcome.step {
        case .fail(let error): thrown = error
        default: run.content = loop?.messages.last { $0.toolCallID == call.id }?.text
        }
        if let error = outcome.error {
            core.telemetry.logger.warning(
                "A tool gave no result", metadata: ["tool": "\(start.name)", "error": "\(error.error)"])
        }
        runs.append(run)
        deliver(.toolFinished(run))
        let end = ToolEnd(
            start: start, content: run.content, error: run.error, duration: run.duration, attempts: run.attempts)
        await callBack(end, to: runtime.onToolEnd, named: "on_tool_end")
        phase = .step(thrown.map { .fail($0) } ?? outcome.step)
    }

    private func outcome(
        of call: ToolCall, refused: ToolExecutionError?
    ) async throws -> (step: ToolLoop.Step, error: ToolExecutionError?, attempts: Int) {
        var attempts = 0
        while true {
            let failure: ToolExecutionError
            do {
                if let refused { throw refused }
                if plan?.runner.canRun(call) == true { attempts += 1 }
                let output = try await plan?.runner.run(call) ?? ""
                return (loop?.toolReturned(output) ?? .finish, nil, attempts)
            } catch let error as ToolExecutionError {
                failure = error
            }
            let step = loop?.toolFailed(failure, isRepeatable: attempts > 0) ?? .finish
            // The policy has it run once more.
            if case .run(let again) = step, again.id == call.id, loop?.attempts ?? 1 > 1 { continue }
            return (step, failure, attempts)
        }
    }
}
