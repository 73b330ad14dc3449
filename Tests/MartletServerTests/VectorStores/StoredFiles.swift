import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

extension PlatformStores {
    /// Keeps a file without the routes.
    @discardableResult
    func keep(
        _ text: String, as id: String, named name: String? = nil, of owner: AccountID = .default
    ) async throws -> String {
        let blob = BlobID(rawValue: "blob_\(id)")
        try await #require(blobs).write(blob) { writer in try await writer.write(ByteBuffer(string: text)) }
        try await #require(files).insert(
            StoredFile(
                id: FileID(rawValue: id), owner: owner, createdAt: 1, filename: name ?? "\(id).txt",
                purpose: .assistants, bytes: text.utf8.count, blob: blob))
        return id
    }
}

extension Caller {
    /// A vector store all of whose files are read.
    func makeVectorStore(_ files: [String], _ members: JSONObject = [:]) async throws -> String {
        var body = members
        body["file_ids"] = .array(files.map { .string($0) })
        let store = try await post("/vector_stores", .object(body))
        #expect(store.status == 200, "\(store)")
        try await waitForFiles(of: store.id)
        return store.id
    }

    /// The vector store when none of its files is being read.
    @discardableResult
    func waitForFiles(of store: String) async throws -> Answer {
        var latest: Answer?
        try await eventually("the files of \(store) are read") {
            let answer = try await get("/vector_stores/\(store)")
            latest = answer
            return answer["file_counts"]["in_progress"] == 0
        }
        return try #require(latest)
    }

    func search(_ store: String, _ query: String, _ members: JSONObject = [:]) async throws -> Answer {
        var body = members
        body["query"] = .string(query)
        return try await post("/vector_stores/\(store)/search", .object(body))
    }
}
