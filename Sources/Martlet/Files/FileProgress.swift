/// How far an upload or a download has come.
public struct FileProgress: Hashable, Sendable {
    /// How many bytes of the file have gone over the wire. Begins again when an attempt is repeated or a download starts
    /// anew; a download that is resumed begins with what it has.
    public var bytes: Int
    /// How many there are; nil when nobody knows.
    public var total: Int?

    /// Creates a value.
    public init(bytes: Int, total: Int?) {
        self.bytes = bytes
        self.total = total
    }

    /// From 0 to 1; nil when the total is not known.
    public var fraction: Double? {
        guard let total else { return nil }
        return total > 0 ? min(1, Double(bytes) / Double(total)) : 1
    }
}
