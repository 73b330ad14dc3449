import MartletAPI

/// Reads the app-server's messages from its standard output, cut anywhere.
struct MessageReader: Sendable {
    private var output: JSONOutput

    init(limits: OutputLimits = OutputLimits()) {
        output = JSONOutput(limits: limits)
    }

    /// The lines that were no messages.
    var noise: OutputNoise { output.noise }
    /// Whether there were more of them than are put up with.
    var isUnintelligible: Bool { output.isUnintelligible }

    /// Adds output, and returns the messages that are complete by now.
    mutating func append(_ bytes: some Sequence<UInt8>) -> [RPCMessage] {
        let lines = output.append(bytes)
        return messages(in: lines)
    }

    /// Ends the output.
    mutating func finish() -> [RPCMessage] {
        let lines = output.finish()
        return messages(in: lines)
    }

    private mutating func messages(in lines: [JSONLine]) -> [RPCMessage] {
        lines.compactMap { line in
            guard let message = RPCMessage(line.value) else {
                output.count(asNoise: line)
                return nil
            }
            return message
        }
    }
}
