import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

/// Runs that end in other ways than they should.
struct ExecMachineTests {
    private let begin = #"{"type":"thread.started","thread_id":"thread-1"}"# + "\n" + #"{"type":"turn.started"}"# + "\n"

    private func message(_ text: String) -> String {
        #"{"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"\#(text)"}}"# + "\n"
    }
    private let completed =
        #"{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}"# + "\n"

    private func run(
        _ text: String, errors: String = "", exit: ExecExit? = .exited(0), settings: ExecSettings = ExecSettings(),
        fires: Bool = false
    ) -> RecordedExec {
        RecordedExec(Array(text.utf8), errors: Array(errors.utf8), exit: exit, settings: settings, fires: fires)
    }

    private func failure(_ run: RecordedExec) -> (code: MartletError.Code, message: String, status: Int?)? {
        guard case .failed(let code, let message, let status, _, _)? = run.ending else { return nil }
        return (code, message, status)
    }

    @Test func `T78 a good end without a final event is a violation of the protocol`() {
        let silent = run(begin + message("Hello"))
        #expect(
            silent.ending
                == .failed(
                    .protocolViolation, "Codex ended well, but without an answer. It printed no explanation.",
                    status: nil, partial: "Hello", hasDelivered: true))
        #expect(run("").ending?.code == .protocolViolation)
    }

    @Test func `T78 a process that stays behind its answer is ended, and the answer kept`() {
        let run = run(begin + message("Hello") + completed, exit: nil, fires: true)
        #expect(run.log == ["start end", "terminate", "cancel end"])
        #expect(run.ending?.outcome?.text == "Hello")
        #expect(run.events.warnings.count == 1)
        // One that ends in time is not.
        let good = self.run(begin + message("Hello") + completed)
        #expect(good.log == ["start end", "cancel end"] && good.events.warnings.isEmpty)
    }

    @Test func `T76 noise, blank lines and unknown events cost nothing`() {
        let text =
            "\n" + begin + "2026-01-01T00:00:00Z ERROR something\n" + #"{"type":"item.new","item":{}}"# + "\n"
            + #"{"no":"event"}"# + "\n" + message("Hello") + "garbage {\n" + String(completed.dropLast())
        let run = run(text)
        #expect(run.ending?.outcome?.text == "Hello")
        #expect(run.noiseCount == 3)
    }

    @Test func `Nothing but noise behind the first event ends the run`() {
        var settings = ExecSettings()
        settings.limits.noiseLines = 10
        let run = run(begin + String(repeating: "noise\n", count: 11), exit: nil, settings: settings)
        #expect(run.ending?.code == .protocolViolation && run.log.contains("terminate"))
    }

    @Test(arguments: [
        ("bad-argument", 2, MartletError.Code.processFailed), ("bad-configuration", 1, .invalidRequest),
        ("no-directory", 1, .invalidRequest), ("untrusted-directory", 1, .invalidRequest),
        ("no-prompt", 1, .invalidRequest), ("no-such-thread", 1, .notFound),
    ])
    func `A run that never began says why`(name: String, exit: Int, code: MartletError.Code) throws {
        let run = RecordedExec([], errors: try Fixture.execErrors(name), exit: .exited(exit))
        let error = try #require(failure(run))
        #expect(error.code == code)
        #expect(!error.message.contains("Usage:") && !error.message.contains("--help"))
        if exit == 2 { #expect(error.message.contains("unexpected argument '--temperature'")) }
        if code == .invalidRequest { #expect(error.status == 400) }
    }

    @Test func `Exit codes and signals without an explanation are told as they are`() throws {
        let failed = try #require(
            failure(run("", errors: "thread 'main' panicked\nStack backtrace:\n  0: main", exit: .exited(101))))
        #expect(failed.code == .processFailed)
        #expect(failed.message == "Codex ended with exit code 101. thread 'main' panicked")
        let killed = try #require(failure(run(begin, exit: .signalled(9))))
        #expect(
            killed.code == .processKilled && killed.message == "Codex was ended by signal 9. It printed no explanation."
        )
        for code in [MartletError.Code.processFailed, .processKilled, .cliNotFound, .protocolViolation] {
            let error = MartletError(code, "")
            #expect(error.isConnectionError && !error.isRetryable && !error.isTimeout)
        }
    }

    @Test func `The last error counts where the final event is missing`() {
        let text =
            begin + #"{"type":"error","message":"exceeded retry limit, last status: 429 Too Many Requests"}"# + "\n"
        #expect(run(text, exit: .exited(1)).ending?.code == .rateLimited)
        #expect(run(text, exit: .exited(0)).ending?.code == .protocolViolation)
    }

    @Test func `An answer is an answer whatever the process says at its end`() {
        let run = run(begin + message("Hello") + completed, exit: .exited(101))
        #expect(run.ending?.outcome?.text == "Hello" && run.events.warnings.count == 1)
    }

    @Test func `A stop sequence ends the process`() {
        var settings = ExecSettings()
        settings.turn.stop = ["lo"]
        let run = run(begin + message("Hello") + message("again") + completed, settings: settings)
        #expect(run.log == ["terminate", "cancel end"])
        #expect(run.ending?.outcome?.text == "Hel" && run.ending?.outcome?.finishReason == .stop)
        #expect(run.events.text == "Hel" && run.extraEndings == 0)
    }

    @Test func `The limit of tokens cuts the message`() {
        var settings = ExecSettings()
        settings.turn.maxTokens = 2
        let run = run(begin + message("one two three four five six") + completed, settings: settings)
        #expect(run.ending?.outcome?.text == "one two " && run.ending?.outcome?.finishReason == .length)
    }

    @Test func `A caller who wants no more ends the process at once`() {
        for (reason, ending) in [
            (TurnStop.cancelled, nil), (.deadline(.seconds(3)), MartletError.Code.deadlineExceeded),
            (.idle(.seconds(3)), .idleTimeout),
        ] {
            var machine = ExecMachine(settings: ExecSettings(), chunk: .test)
            _ = machine.received(output: Array((begin + message("Hello")).utf8))
            let actions = machine.stop(reason)
            guard case .terminate? = actions.first, case .finish(let end)? = actions.last else {
                Issue.record("\(actions)")
                continue
            }
            #expect(Ending(end).code == ending)
            if ending == nil { #expect(Ending(end) == .cancelled) }
            #expect(machine.stop(.cancelled).isEmpty && machine.ended(.signalled(15)).isEmpty)
        }
    }

    @Test func `Names of older versions are understood`() {
        let text =
            #"{"type":"session.created","session_id":"thread-9"}"# + "\n"
            + #"{"type":"item.completed","item":{"id":"item_0","item_type":"assistant_message","text":"Hello"}}"# + "\n"
            + completed
        let run = run(text)
        #expect(run.threadID == "thread-9" && run.ending?.outcome?.text == "Hello")
    }

    @Test(arguments: [
        ("Hello,\nworld.\n", "Hello,\nworld."), (#"{"content": "Hello"}"# + "\n", "Hello"),
        ("{\n  \"content\": \"Hello\"\n}\n", "Hello"),
        (#"{"choices":[{"message":{"role":"assistant","content":"Hello"}}]}"#, "Hello"), (#"{"a":1}"#, #"{"a":1}"#),
    ])
    func `A program that prints text, or one JSON object, has answered`(output: String, expected: String) {
        let bytes = Array(output.utf8)
        for pieces in Pieces.all {
            let run = RecordedExec(bytes, pieces: pieces)
            #expect(run.ending?.outcome?.text == expected && run.events.text == expected)
        }
        // Not when it says that it failed.
        #expect(RecordedExec(bytes, exit: .exited(3)).ending?.code == .processFailed)
    }

    @Test func `No key reaches an error`() throws {
        var settings = ExecSettings()
        settings.redactor = CodexRedactor(secrets: ["my-own-key-12"])
        let run = run(
            "", errors: "\u{1B}[31mERROR\u{1B}[0m key my-own-key-12 at https://user:pass@host/v1\n", exit: .exited(1),
            settings: settings)
        #expect(
            try #require(failure(run)).message
                == "Codex ended with exit code 1. ERROR key [redacted] at https://[redacted]@host/v1")
    }
}
