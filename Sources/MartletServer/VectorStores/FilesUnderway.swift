import MartletAPI
import Synchronization

/// The files of vector stores that workers have in their hands: one worker for each.
final class FilesUnderway: Sendable {
    private struct Key: Hashable {
        var store: VectorStoreID
        var file: FileID
    }

    private let keys = Mutex<Set<Key>>([])

    var count: Int { keys.withLock { $0.count } }

    func begin(_ file: StoredVectorStoreFile) { _ = keys.withLock { $0.insert(Self.key(file)) } }
    func end(_ file: StoredVectorStoreFile) { _ = keys.withLock { $0.remove(Self.key(file)) } }
    func contains(_ file: StoredVectorStoreFile) -> Bool { keys.withLock { $0.contains(Self.key(file)) } }
    func contains(_ store: VectorStoreID) -> Bool { keys.withLock { $0.contains { $0.store == store } } }

    private static func key(_ file: StoredVectorStoreFile) -> Key { Key(store: file.storeID, file: file.id) }
}
