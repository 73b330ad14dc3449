/// A key as a terminal sends it.
enum Key: Hashable, Sendable {
    case character(Character)
    case enter, backspace, delete
    case left, right, up, down, home, end
    /// Ctrl with a letter, lower-cased.
    case control(Character)
    /// Anything else; passed over.
    case unknown
}
