public import MartletServer
import MartletStorage

extension PlatformStores {
    /// Stores in memory that end with the value.
    ///
    /// - Throws: `StorageError`.
    public static func inMemory() throws -> PlatformStores {
        let store = try SQLiteStore(path: nil)
        return PlatformStores(store, vectors: SQLiteVectorDatabase(store, threads: 1))
    }
}
