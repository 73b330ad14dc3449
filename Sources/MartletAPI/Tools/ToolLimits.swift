/// What the calls of a ``Toolbox`` may take.
public struct ToolLimits: Hashable, Sendable {
    /// How long one call may take. Default 60 seconds.
    public var timeout: Duration
    /// How many bytes of a tool's output, in UTF-8, the model is sent. Default 256 KiB. What is longer is cut between
    /// two characters, and a line that says so is put after it.
    public var outputBytes: Int
    /// How many calls of one answer run at a time. Default 8.
    public var concurrentCalls: Int

    /// Creates limits.
    public init(timeout: Duration = .seconds(60), outputBytes: Int = 256 << 10, concurrentCalls: Int = 8) {
        self.timeout = timeout
        self.outputBytes = outputBytes
        self.concurrentCalls = concurrentCalls
    }
}

extension ToolLimits {
    /// The output of a tool as the model is sent it.
    func cut(_ output: String) -> String {
        let bytes = output.utf8
        guard bytes.count > outputBytes else { return output }
        var end = bytes.index(bytes.startIndex, offsetBy: outputBytes)
        // In UTF-8 all bytes of a scalar but the first are 10xxxxxx.
        while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
        let kept = output[..<end]
        return "\(kept)\n[The output is cut here, after \(kept.utf8.count) of \(bytes.count) bytes.]"
    }
}
