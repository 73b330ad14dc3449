import Testing

/// An event stream as a server sends it, and what is in it.
struct StreamFixture: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    /// The data of each event.
    var texts: [String]
    var commentCount = 0

    var testDescription: String { name }

    init(_ name: String, _ stream: String, texts: [String], commentCount: Int = 0) {
        self.name = name
        self.bytes = Array(stream.utf8)
        self.texts = texts
        self.commentCount = commentCount
    }

    /// The same stream with another line end.
    func withLineEnd(_ lineEnd: String, _ suffix: String) -> Self {
        let stream = String(decoding: bytes, as: UTF8.self)
        let changed = stream.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
        return Self("\(name), \(suffix)", changed, texts: texts, commentCount: commentCount)
    }
}
