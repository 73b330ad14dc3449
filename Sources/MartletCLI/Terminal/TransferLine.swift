import Martlet

/// What is said of an upload or a download under way. No I/O.
struct TransferLine: Hashable {
    /// Such as `Uploading data.bin`.
    let what: String
    /// How far it had come when it began: more than nothing when it is gone on with.
    private var first: Int?
    private var progress = FileProgress(bytes: 0, total: nil)
    private var elapsed = Duration.zero

    private static let barWidth = 20

    init(_ what: String) {
        self.what = what
    }

    /// - Parameter elapsed: Since the beginning.
    mutating func note(_ progress: FileProgress, elapsed: Duration) {
        // An attempt that is repeated begins again.
        if first == nil || progress.bytes < self.progress.bytes { first = progress.bytes }
        self.progress = progress
        self.elapsed = elapsed
    }

    /// Bytes in a second; nil when too little time has passed to say.
    private var rate: Double? {
        let seconds = elapsed / .seconds(1)
        guard seconds >= 0.1, let first, progress.bytes > first else { return nil }
        return Double(progress.bytes - first) / seconds
    }

    /// The line of a terminal, with a bar where the total is known.
    var text: String {
        var parts = [what]
        if let total = progress.total, let fraction = progress.fraction {
            let full = Int((fraction * Double(Self.barWidth)).rounded(.down))
            let bar = String(repeating: "#", count: full) + String(repeating: "-", count: Self.barWidth - full)
            parts.append("[\(bar)] \(Int((fraction * 100).rounded(.down)))%")
            parts.append("\(ByteCount.text(progress.bytes)) of \(ByteCount.text(total))")
        } else {
            parts.append(ByteCount.text(progress.bytes))
        }
        if let rate {
            parts.append("\(ByteCount.text(Int(rate)))/s")
            if let total = progress.total, total > progress.bytes {
                parts.append(Self.time(Double(total - progress.bytes) / rate) + " left")
            }
        }
        return parts.joined(separator: "  ")
    }

    /// Such as `7 s`, `2 min 5 s`, `3 h 4 min`.
    static func time(_ seconds: Double) -> String {
        guard seconds < 1e6 else { return "more than 11 days" }
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }
}
