import Foundation
import MartletServer
import MartletStorage

/// What the local platform keeps in its data directory.
struct PlatformState {
    let store: SQLiteStore
    /// The bytes of files; nil for a state in memory, which keeps none.
    let blobs: DirectoryBlobStore?
    /// Keeps other platforms off the directory for as long as it lives; nil for a state in memory.
    let lock: DataDirectoryLock?

    var stores: PlatformStores { PlatformStores(store, files: blobs.map { _ in store }, blobs: blobs) }

    /// The state in the data directory, for one platform at a time.
    ///
    /// - Throws: `StorageError`.
    static func open(_ data: DataDirectory) throws -> PlatformState {
        let lock = try DataDirectoryLock.take(data.path)
        return PlatformState(
            store: try SQLiteStore(path: database(in: data)),
            blobs: try DirectoryBlobStore(directory: data.path + "/files"), lock: lock)
    }

    /// A state that ends with the process, for commands that keep nothing.
    static func inMemory() throws -> PlatformState {
        PlatformState(store: try SQLiteStore(path: nil), blobs: nil, lock: nil)
    }

    /// The database, also while a platform has the directory: for what may change beside it.
    ///
    /// - Parameter makesIt: Whether a directory without a database gets one.
    /// - Throws: `StorageError`.
    static func shared(_ data: DataDirectory, makesIt: Bool = true) throws -> SQLiteStore {
        guard makesIt || FileManager.default.fileExists(atPath: database(in: data)) else {
            throw CommandFailure(.refused, "There is no platform's database in \(data.path), and so no such key.")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: data.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError(.cannotOpen, "The data directory \(data.path) cannot be made: \(error)")
        }
        // While a platform runs its tables must stay as they are.
        return try SQLiteStore(path: database(in: data), migrates: DataDirectoryLock.holder(of: data.path) == nil)
    }

    private static func database(in data: DataDirectory) -> String { data.path + "/martlet.sqlite" }
}
