public import MartletServer
public import MartletStorage

extension PlatformStores {
    /// Stores that keep everything in memory, and end with the last who holds them.
    ///
    /// - Throws: `StorageError`.
    public static func inMemory() throws(StorageError) -> PlatformStores {
        let store = try SQLiteStore(path: nil)
        return PlatformStores(store, files: store, blobs: MemoryBlobStore())
    }
}
