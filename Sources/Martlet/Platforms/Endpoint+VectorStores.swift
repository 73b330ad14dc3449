extension Endpoint {
    /// `/vector_stores`.
    public static let vectorStores = Endpoint(.root, "vector_stores")
    /// `/vector_stores/{id}`.
    public static func vectorStore(_ id: String) -> Endpoint { Endpoint(.root, "vector_stores", id) }
    /// `/vector_stores/{id}/search`.
    public static func vectorStoreSearch(_ id: String) -> Endpoint { Endpoint(.root, "vector_stores", id, "search") }

    /// `/vector_stores/{id}/files`.
    public static func vectorStoreFiles(_ store: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "files")
    }
    /// `/vector_stores/{id}/files/{id}`.
    public static func vectorStoreFile(_ store: String, _ id: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "files", id)
    }
    /// `/vector_stores/{id}/files/{id}/content`.
    public static func vectorStoreFileContent(_ store: String, _ id: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "files", id, "content")
    }

    /// `/vector_stores/{id}/file_batches`.
    public static func vectorStoreFileBatches(_ store: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "file_batches")
    }
    /// `/vector_stores/{id}/file_batches/{id}`.
    public static func vectorStoreFileBatch(_ store: String, _ id: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "file_batches", id)
    }
    /// `/vector_stores/{id}/file_batches/{id}/cancel`.
    public static func vectorStoreFileBatchCancel(_ store: String, _ id: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "file_batches", id, "cancel")
    }
    /// `/vector_stores/{id}/file_batches/{id}/files`.
    public static func vectorStoreFileBatchFiles(_ store: String, _ id: String) -> Endpoint {
        Endpoint(.root, "vector_stores", store, "file_batches", id, "files")
    }
}
