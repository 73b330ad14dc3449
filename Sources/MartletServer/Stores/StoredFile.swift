public import MartletAPI

/// A file as the platform keeps it. Its bytes are a blob; see ``BlobStore``.
public struct StoredFile: Hashable, Sendable {
    /// Its identifier.
    public var id: FileID
    /// Whose it is.
    public var owner: AccountID
    /// When it was uploaded, in seconds since 1970.
    public var createdAt: Int
    /// Its name, as the client gave it.
    public var filename: String
    /// What it is for.
    public var purpose: FilePurpose
    /// Its size.
    public var bytes: Int
    /// The type that the client gave it; nil for none.
    public var contentType: String?
    /// When it is deleted, in seconds since 1970; nil for never.
    public var expiresAt: Int?
    /// Names its bytes among the blobs.
    public var blob: BlobID

    /// Creates a file.
    public init(
        id: FileID, owner: AccountID, createdAt: Int, filename: String, purpose: FilePurpose, bytes: Int,
        contentType: String? = nil, expiresAt: Int? = nil, blob: BlobID
    ) {
        self.id = id
        self.owner = owner
        self.createdAt = createdAt
        self.filename = filename
        self.purpose = purpose
        self.bytes = bytes
        self.contentType = contentType
        self.expiresAt = expiresAt
        self.blob = blob
    }
}
