import Synchronization

/// Counts, and keeps texts, from any task.
final class Tally: Sendable {
    private let kept = Mutex<[String]>([])

    var texts: [String] { kept.withLock { $0 } }
    var count: Int { texts.count }

    func note(_ text: String = "") { kept.withLock { $0.append(text) } }
}
