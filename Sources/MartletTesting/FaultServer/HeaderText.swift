/// Whether two header names are the same: "Each field name is case-insensitive" (RFC 9110 §5.1).
func isSameHeaderName(_ first: String, _ second: String) -> Bool {
    first.utf8.count == second.utf8.count && first.lowercased() == second.lowercased()
}

extension StringProtocol {
    /// The text without the spaces and tabs around it, RFC 9110's optional white space.
    func trimmingSpaces() -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        guard let start = firstIndex(where: { !isSpace($0) }), let end = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[start...end])
    }
}
