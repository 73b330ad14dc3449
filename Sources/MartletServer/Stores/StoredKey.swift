/// A key as the platform keeps it: without the key.
public struct StoredKey: Hashable, Sendable {
    /// Its identifier, such as `key_…`; not the key.
    public var id: String
    /// Whose objects it opens.
    public var account: AccountID
    /// What it is called.
    public var name: String
    /// The last four characters of the key, to tell keys apart.
    public var ending: String
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// When it was revoked, in seconds since 1970; nil while it works.
    public var revokedAt: Int?

    /// Describes a key.
    public init(
        id: String, account: AccountID, name: String, ending: String, createdAt: Int, revokedAt: Int? = nil
    ) {
        self.id = id
        self.account = account
        self.name = name
        self.ending = ending
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}
