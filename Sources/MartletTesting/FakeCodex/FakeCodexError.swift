/// Why a ``FakeCodex`` could not do what the test asked of it.
public struct FakeCodexError: Error, Sendable, CustomStringConvertible {
    /// One sentence for the person who reads the failed test.
    public let message: String

    public var description: String { message }
}
