import Martlet

extension MartletError {
    /// The request took longer than it may.
    static func deadline(_ time: Duration) -> MartletError {
        MartletError(.deadlineExceeded, "Codex did not answer within \(time.inSeconds). Raise the timeout.")
    }

    /// Codex was silent for too long.
    static func silence(_ time: Duration) -> MartletError {
        MartletError(.idleTimeout, "Codex was silent for \(time.inSeconds). Raise the idle timeout.")
    }

    /// The answer is longer than is put up with.
    static func answerTooLong(limit: Int) -> MartletError {
        MartletError(.responseTooLarge, "The answer is longer than the limit of \(limit) bytes.")
    }
}

extension Duration {
    /// `2.5 s`.
    fileprivate var inSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
    }
}
