/// The version of a Codex command line.
public struct CodexVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The numbers: `[0, 147, 0]`.
    public var numbers: [Int]
    /// The version as it was written: `0.147.0`.
    public var description: String

    /// The oldest version whose `app-server` this package was tested with. An older one is used through `codex exec`.
    public static let oldestWithAppServer = CodexVersion("0.147.0")

    /// Reads a version: numbers with points between, and whatever follows them (`-alpha.2`).
    init(_ text: String) {
        description = text
        numbers = text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
    }

    /// Finds the version in what `codex --version` writes: `codex-cli 0.147.0`.
    ///
    /// - Returns: nil when it is not what Codex writes.
    init?(output: String) {
        let words = output.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0].lowercased().hasPrefix("codex"), words[1].first?.isNumber == true else {
            return nil
        }
        self.init(String(words[1]))
    }

    public static func < (left: CodexVersion, right: CodexVersion) -> Bool {
        let count = max(left.numbers.count, right.numbers.count)
        func padded(_ numbers: [Int]) -> [Int] { numbers + Array(repeating: 0, count: count - numbers.count) }
        return padded(left.numbers).lexicographicallyPrecedes(padded(right.numbers))
    }
}
