public import MartletAPI

/// What a ``FakeCodex`` does when it is asked for a turn.
public struct FakeCodexTurn: Sendable {
    /// What it does, in order.
    public var steps: [FakeCodexStep]
    /// Whether nothing is added to the steps: neither the events that a turn begins with nor its end.
    public var isRaw: Bool

    /// A turn of these steps. It begins as turns do, and it is completed when the steps do not end it otherwise.
    public init(_ steps: [FakeCodexStep], isRaw: Bool = false) {
        self.steps = steps
        self.isRaw = isRaw
    }

    /// A message word by word, and what was counted.
    public static func text(_ text: String) -> FakeCodexTurn {
        FakeCodexTurn([.text(text), .usage(ScriptedTurn.usage)])
    }

    /// A turn that fails.
    public static func failed(_ message: String, info: JSONValue = "other") -> FakeCodexTurn {
        FakeCodexTurn([.failed(message, info: info)])
    }

    /// A program that ends before there is a turn, as it does for wrong arguments (status 2) or a wrong configuration
    /// (status 1): `exec` only.
    public static func refusal(status: Int, _ message: String) -> FakeCodexTurn {
        FakeCodexTurn([.standardError(message + "\n"), .exit(status)], isRaw: true)
    }

    var json: JSONValue {
        var steps = steps.map(\.json)
        let ends = self.steps.contains {
            switch $0 {
            case .completed, .failed: true
            default: false
            }
        }
        if !isRaw, !ends { steps.append(FakeCodexStep.completed.json) }
        return ["raw": .bool(isRaw), "steps": .array(steps)]
    }
}
