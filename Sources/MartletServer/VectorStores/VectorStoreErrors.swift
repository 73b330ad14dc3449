import HTTPTypes
import MartletAPI

// What there is not, or what is another account's: nobody learns which.
extension PlatformError {
    static func unknownVectorStore(_ id: VectorStoreID, parameter: String? = nil) -> PlatformError {
        PlatformError(
            .notFound, code: "vector_store_not_found", parameter: parameter,
            "There is no vector store '\(id.rawValue.prefix(200))'.")
    }

    static func unknownFile(_ id: FileID, parameter: String) -> PlatformError {
        PlatformError(
            .notFound, code: "file_not_found", parameter: parameter, "There is no file '\(id.rawValue.prefix(200))'.")
    }

    static func unknownFile(_ id: FileID, in store: VectorStoreID) -> PlatformError {
        PlatformError(
            .notFound, code: "file_not_found",
            "There is no file '\(id.rawValue.prefix(200))' in the vector store '\(store.rawValue.prefix(200))'.")
    }

    static func unknownFileBatch(_ id: VectorStoreFileBatchID, in store: VectorStoreID) -> PlatformError {
        PlatformError(
            .notFound, code: "file_batch_not_found",
            "There is no batch '\(id.rawValue.prefix(200))' in the vector store '\(store.rawValue.prefix(200))'.")
    }

    static func expiredVectorStore(_ id: VectorStoreID) -> PlatformError {
        .invalidRequest(
            "The vector store '\(id.rawValue.prefix(200))' has expired. Make a new one with the same files.",
            code: "vector_store_expired")
    }
}
