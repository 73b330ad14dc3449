/// What vector stores stand on: all of it or no vector stores.
struct VectorStorePorts: Sendable {
    let catalog: any VectorStoreCatalog
    let files: any FileStore
    let blobs: any BlobStore
    let vectors: any VectorDatabase

    init?(_ stores: PlatformStores) {
        guard let catalog = stores.vectorStores, let files = stores.files, let blobs = stores.blobs,
            let vectors = stores.vectors
        else { return nil }
        self.catalog = catalog
        self.files = files
        self.blobs = blobs
        self.vectors = vectors
    }
}
