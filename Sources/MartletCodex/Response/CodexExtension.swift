import MartletAPI

/// The `codex` member of a completion: what chat completions have no place for.
enum CodexExtension {
    /// What a turn brought beside its answer.
    static func json(_ outcome: TurnOutcome) -> JSONObject {
        var object: JSONObject = [:]
        object["threadId"] = outcome.threadID.map { .string($0.rawValue) }
        object["turnId"] = outcome.turnID.map { .string($0.rawValue) }
        object["durationMs"] = outcome.duration.map { .integer($0.milliseconds) }
        object["activity"] = .array(outcome.activities.map { .object($0.json) })
        object["warnings"] = .array(outcome.warnings.map { .string($0) })
        object["diff"] = outcome.diff.map { .string($0) }
        return object
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
