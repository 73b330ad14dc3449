/// Lines of the output that were no messages, and were passed over.
struct OutputNoise: Hashable, Sendable {
    /// How many there were.
    private(set) var count = 0
    /// The beginnings of the first of them. Not redacted.
    private(set) var samples: [String] = []

    /// Counts a line, of which only a beginning may be given.
    mutating func add(_ line: some Sequence<UInt8>, limits: OutputLimits) {
        count += 1
        guard samples.count < limits.keptNoiseLines else { return }
        // A character has four bytes at most, but for those of several scalars, of which fewer are kept then.
        let bytes = Array(line.prefix(limits.keptNoiseCharacters * 4))
        samples.append(String(String(decoding: bytes, as: UTF8.self).prefix(limits.keptNoiseCharacters)))
    }
}
