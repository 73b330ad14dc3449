import MartletAPI

extension TurnOutcome {
    /// Remembers an activity: of an item only its last state, of the rest what is still true at the end.
    mutating func keep(_ activity: CodexActivity, limit: Int) {
        switch activity {
        case .warning(let text):
            if warnings.count < limit { warnings.append(text) }
            return
        case .diff(let text):
            diff = text
            return
        case .commandOutput, .usage: return
        default: break
        }
        if let place = activity.place, let index = activities.lastIndex(where: { $0.place == place }) {
            activities[index] = activity
        } else if activities.count < limit {
            activities.append(activity)
        }
    }
}

extension CodexActivity {
    /// What an activity replaces an earlier one by: the item's id, or that there is only one plan.
    fileprivate var place: String? {
        switch self {
        case .command(let command): "item \(command.id)"
        case .fileChanges(let changes): "item \(changes.id)"
        case .tool(let use): "item \(use.id)"
        case .webSearch(let search): "item \(search.id)"
        case .other(_, let payload): payload["id"]?.stringValue.map { "item \($0)" }
        case .plan: "plan"
        default: nil
        }
    }
}
