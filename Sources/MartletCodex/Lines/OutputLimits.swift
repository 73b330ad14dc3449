/// Bounds on what the output of Codex may make us hold.
struct OutputLimits: Hashable, Sendable {
    /// The longest line, in bytes. Longer ones are passed over. Default 16 MiB: a line may hold a whole diff.
    var lineBytes = 16 << 20
    /// How many lines that are no messages are put up with. Default 1,000.
    var noiseLines = 1_000
    /// How many of them are kept for errors and logs. Default 8.
    var keptNoiseLines = 8
    /// How much of each is kept, in characters. Default 200.
    var keptNoiseCharacters = 200
}
