/// Where the platform keeps what it is told to keep.
public struct PlatformStores: Sendable {
    /// Assistants.
    public var assistants: any AssistantStore
    /// Threads and messages.
    public var threads: any ThreadStore
    /// Runs.
    public var runs: any RunStore
    /// Responses.
    public var responses: any ResponseStore
    /// Keys.
    public var keys: any KeyStore
    /// What is known of files; nil for a platform that keeps none.
    public var files: (any FileStore)?
    /// The bytes of files; nil for a platform that keeps none.
    public var blobs: (any BlobStore)?
    /// Vector indexes; nil for a platform without.
    public var vectors: (any VectorDatabase)?
    /// What is known of vector stores; nil for a platform without. They need ``files``, ``blobs`` and ``vectors`` too.
    public var vectorStores: (any VectorStoreCatalog)?

    /// Creates the set from a store that keeps all of them.
    public init(
        _ store: some AssistantStore & ThreadStore & RunStore & ResponseStore & KeyStore,
        files: (any FileStore)? = nil, blobs: (any BlobStore)? = nil, vectors: (any VectorDatabase)? = nil,
        vectorStores: (any VectorStoreCatalog)? = nil
    ) {
        self.vectorStores = vectorStores
        self.files = files
        self.blobs = blobs
        self.vectors = vectors
        assistants = store
        threads = store
        runs = store
        responses = store
        keys = store
    }
}
