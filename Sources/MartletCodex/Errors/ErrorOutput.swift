/// The end of what a process prints on its standard error.
struct ErrorOutput: Sendable {
    /// How much is kept, in bytes. Default 64 KiB.
    let limit: Int
    private var bytes: [UInt8] = []
    private var isCut = false

    init(limit: Int = 64 << 10) {
        self.limit = max(1, limit)
    }

    /// Adds output.
    mutating func append(_ new: some Sequence<UInt8>) {
        bytes.append(contentsOf: new)
        guard bytes.count > limit * 2 else { return }
        cut()
    }

    private mutating func cut() {
        guard bytes.count > limit else { return }
        bytes.removeFirst(bytes.count - limit)
        isCut = true
    }

    /// The last lines, without colours and keys. A first line that was cut is left out: a key may have been cut too.
    func text(redactor: CodexRedactor) -> String { "" }

    /// The lines that say something about a failure: without notices, traces and usage hints. Empty when there are
    /// none.
    func explanation(redactor: CodexRedactor) -> String { "" }
}
