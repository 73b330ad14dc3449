/// Keeps the keys of clients; only their hashes.
///
/// When a call returns, what it did survives the end of the process, however that comes. Another process may change keys
/// at any time; the next question sees it.
public protocol KeyStore: Sendable {
    /// Whether there is or was any key. From the first one on, every client needs one, also when all are revoked.
    func hasKeys() throws -> Bool

    /// Whose key this is; nil when it is unknown or revoked.
    ///
    /// Called for every request; it answers at once.
    func account(ofKey key: String) throws -> AccountID?

    /// Adds a key.
    ///
    /// - Parameter secret: The key itself, which is not kept.
    func insert(_ key: StoredKey, secret: String) async throws

    /// All keys, the oldest first.
    func keys() async throws -> [StoredKey]

    /// Makes a key useless, at once.
    ///
    /// - Parameter now: In seconds since 1970.
    /// - Returns: The key as it is now; nil when there is none. One that was revoked before keeps its time.
    func revokeKey(_ id: String, now: Int) async throws -> StoredKey?
}
