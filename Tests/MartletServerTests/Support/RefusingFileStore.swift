import MartletAPI
import MartletServer

/// A store of files that has no room.
struct RefusingFileStore: FileStore {
    func insert(_ file: StoredFile) async throws { throw PlatformError.stateFull }
    func file(_ id: FileID, of owner: AccountID) async throws -> StoredFile? { nil }

    func files(
        of owner: AccountID, purpose: FilePurpose?, at time: Int, _ page: PageQuery
    ) async throws -> StorePage<StoredFile> { StorePage([], hasMore: false) }

    func deleteFile(_ id: FileID, of owner: AccountID) async throws -> StoredFile? { nil }
    func deleteFilesExpired(by time: Int) async throws -> [StoredFile] { [] }
    func fileBlobs() async throws -> Set<BlobID> { [] }
}
