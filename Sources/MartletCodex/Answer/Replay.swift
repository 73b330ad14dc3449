/// Swallows what a second attempt repeats of the first, of which a part was handed out.
struct Replay: Sendable {
    /// What new text is.
    enum Part: Hashable, Sendable {
        /// Known already.
        case repeated
        /// It goes on where the first attempt broke off: with this.
        case more(String)
        /// The second attempt says something else. This is all of it so far.
        case different(String)
    }

    private let known: [UInt8]
    private var seen: [UInt8] = []

    init(of text: String) {
        known = Array(text.utf8)
    }

    /// Whether something of the second attempt has come.
    var hasBegun: Bool { !seen.isEmpty }

    /// Adds text of the second attempt. After anything but ``Part/repeated`` the replay is over.
    mutating func add(_ text: String) -> Part {
        seen.append(contentsOf: text.utf8)
        if known.starts(with: seen) { return .repeated }
        // At a character that is cut in two, `seen` would not begin with `known` but in the middle of a scalar: no piece
        // ends there.
        if seen.starts(with: known) { return .more(String(decoding: seen[known.count...], as: UTF8.self)) }
        return .different(String(decoding: seen, as: UTF8.self))
    }
}
