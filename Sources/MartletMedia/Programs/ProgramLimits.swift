/// What a program that reads a caller's media may use.
public struct ProgramLimits: Hashable, Sendable {
    /// How long one run may take. Default 30 seconds.
    public var time: Duration = .seconds(30)
    /// How much processor time one run may use, in seconds. It holds also when the platform is killed and cannot end the
    /// program. Default 60.
    public var processorSeconds = 60
    /// How much address space one run may use, in bytes, where the system can limit it. Default 4 GiB.
    public var memoryBytes = 4 << 30
    /// The longest output, in bytes. Default 64 MiB.
    public var outputBytes = 64 << 20
    /// The most pixels of an image or of a frame of a video. Default 50 million.
    public var pixels = 50_000_000

    /// The documented defaults.
    public init() {}
}
