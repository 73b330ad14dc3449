/// Where the platform keeps what it is told to keep.
public struct PlatformStores: Sendable {
    /// Assistants.
    public var assistants: any AssistantStore
    /// Threads and messages.
    public var threads: any ThreadStore
    /// Runs.
    public var runs: any RunStore
    /// Keys.
    public var keys: any KeyStore

    /// Creates the set from a store that keeps all of them.
    public init(_ store: some AssistantStore & ThreadStore & RunStore & KeyStore) {
        assistants = store
        threads = store
        runs = store
        keys = store
    }
}
