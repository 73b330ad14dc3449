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

    /// Adds output, and returns the messages that are complete by now. An object that is no message is passed over.
    mutating func append(_ bytes: some Sequence<UInt8>) -> [RPCMessage] {
        output.append(bytes).compactMap { RPCMessage($0) }
    }

    /// Ends the output.
    mutating func finish() -> [RPCMessage] {
        output.finish().compactMap { RPCMessage($0) }
    }
}
