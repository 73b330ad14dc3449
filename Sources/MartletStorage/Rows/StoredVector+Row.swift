import Foundation
import GRDB
import MartletAPI
import MartletServer

extension StoredVector {
    /// The columns that a vector is read from.
    static let readColumns = "id, embedding, metadata, delete_protection, created_at, updated_at"

    init(storedIn row: Row) throws {
        let text: String = row["metadata"]
        self.init(
            id: VectorID(rawValue: row["id"]), embedding: Self.floats(row["embedding"]),
            metadata: text.isEmpty ? [:] : try JSONColumn.object("metadata", of: row),
            deleteProtection: row["delete_protection"],
            createdAt: row["created_at"])
        updatedAt = row["updated_at"]
    }

    /// A vector as it is stored: little-endian 32-bit floats.
    static func blob(_ vector: [Float]) -> Data {
        vector.withUnsafeBufferPointer { floats in
            #if _endian(little)
            return Data(buffer: floats)
            #else
            return Data(floats.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
            #endif
        }
    }

    static func floats(_ blob: Data) -> [Float] {
        blob.withUnsafeBytes { bytes in
            (0..<(bytes.count / 4)).map { index in
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
            }
        }
    }

    /// The metadata as it is stored and searched: JSON, and nothing for an object without members.
    func metadataText() throws -> String { metadata.isEmpty ? "" : try JSONColumn.text(metadata) }
}
