public import MartletAPI

/// One thing that a ``FakeCodex`` does in a turn. Most are written in the dialect that the caller speaks, `exec --json` or
/// `app-server`; what one of them cannot say is left out there, as the real one leaves it out.
public enum FakeCodexStep: Sendable {
    // MARK: What the model does

    /// A message, piece by piece: in `exec` as a whole.
    case message([String], phase: String? = nil)
    /// A summary of what the model thinks.
    case reasoning(String)
    /// A command that is run, or rather not: only told. With a reason, it needs an approval: `app-server` asks for one and
    /// waits; in `exec` it does not happen.
    case command(String, output: String = "", exitCode: Int = 0, reason: String? = nil)
    /// A file that is added; also only told.
    case fileChange(path: String, diff: String, asks: Bool = false)
    /// A call of a function of the client's; `app-server` only.
    case toolCall(String, arguments: JSONValue)
    /// What was counted.
    case usage(CompletionUsage)

    // MARK: How a turn ends

    /// The turn is complete: what follows happens after that. Turns that say nothing else end so.
    case completed
    /// The turn has failed, with `codexErrorInfo` as `app-server` tells it: a string such as `usageLimitExceeded`, an
    /// object, or null. `exec` exits with 1.
    case failed(String, info: JSONValue = "other")

    // MARK: What is told beside

    /// A warning, which is not a failure.
    case warning(String)
    /// A notice that a failure is tried again, which is not a failure either.
    case retrying(String)
    /// A notification of `app-server`, with the ids of thread and turn added.
    case notification(method: String, params: JSONObject)

    // MARK: What goes wrong

    /// A line of standard output, whatever it holds.
    case line(String)
    /// Bytes of standard output.
    case bytes([UInt8])
    /// Text of standard error.
    case standardError(String)
    /// Waits until the test opens the gate: ``FakeCodex/open(_:)``.
    case hold(String)
    /// The model says nothing more. `app-server` still answers, and can be interrupted.
    case silence
    /// The whole program does nothing more: it reads nothing, answers nothing, and does not end by itself.
    case freeze
    /// From here on, SIGINT, SIGTERM and SIGHUP do nothing.
    case ignoreSignals
    /// Ends the program, in the middle of whatever it was saying.
    case exit(Int)
    /// Ends the program by a signal.
    case signal(Int32)
    /// Starts a command in a session of its own, which goes on for ten minutes unless somebody ends it, as the commands
    /// of the real one are; see ``FakeCodex/orphans``.
    case orphan(keepsPipes: Bool = false)

    /// A message that comes word by word.
    public static func text(_ text: String) -> FakeCodexStep {
        .message(
            text.split(separator: " ", omittingEmptySubsequences: false).enumerated().map { position, word in
                (position == 0 ? "" : " ") + word
            })
    }

    /// The step as the program reads it.
    var json: JSONValue {
        switch self {
        case .message(let pieces, let phase):
            ["kind": "message", "pieces": .array(pieces.map { .string($0) }), "phase": Self.json(phase)]
        case .reasoning(let text): ["kind": "reasoning", "text": .string(text)]
        case .command(let command, let output, let exitCode, let reason):
            [
                "kind": "command", "command": .string(command), "output": .string(output),
                "exitCode": .integer(exitCode), "reason": Self.json(reason),
            ]
        case .fileChange(let path, let diff, let asks):
            ["kind": "fileChange", "path": .string(path), "diff": .string(diff), "asks": .bool(asks)]
        case .toolCall(let name, let arguments):
            ["kind": "toolCall", "name": .string(name), "arguments": arguments]
        case .usage(let usage): ["kind": "usage", "usage": Self.json(usage)]
        case .completed: ["kind": "completed"]
        case .failed(let message, let info): ["kind": "failed", "message": .string(message), "info": info]
        case .warning(let message): ["kind": "warning", "message": .string(message)]
        case .retrying(let message): ["kind": "retrying", "message": .string(message)]
        case .notification(let method, let params):
            ["kind": "notification", "method": .string(method), "params": .object(params)]
        case .line(let text): ["kind": "line", "text": .string(text)]
        case .bytes(let bytes): ["kind": "bytes", "bytes": .array(bytes.map { .integer(Int($0)) })]
        case .standardError(let text): ["kind": "standardError", "text": .string(text)]
        case .hold(let name): ["kind": "hold", "name": .string(name)]
        case .silence: ["kind": "silence"]
        case .freeze: ["kind": "freeze"]
        case .ignoreSignals: ["kind": "ignoreSignals"]
        case .exit(let status): ["kind": "exit", "status": .integer(status)]
        case .signal(let number): ["kind": "signal", "number": .integer(Int(number))]
        case .orphan(let keepsPipes): ["kind": "orphan", "keepsPipes": .bool(keepsPipes)]
        }
    }

    private static func json(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func json(_ usage: CompletionUsage) -> JSONValue {
        [
            "input_tokens": .integer(usage.promptTokens),
            "cached_input_tokens": .integer(usage.promptTokensDetails?.cachedTokens ?? 0),
            "output_tokens": .integer(usage.completionTokens),
            "reasoning_output_tokens": .integer(usage.completionTokensDetails?.reasoningTokens ?? 0),
        ]
    }
}
