import MartletAPI
import MartletVectors

/// A change of an index that is in the database, to be made in memory too.
///
/// Each says what is, and not what was different before: made twice in their order they leave the same.
enum VectorChange: Sendable {
    case put(VectorID, [Float], metadata: String)
    case setMetadata(VectorID, String)
    case remove(VectorID)

    func apply(to table: inout VectorTable?) {
        switch self {
        case .put(let id, let vector, let metadata):
            vector.withUnsafeBufferPointer { table?.put(id, $0, metadata: metadata) }
        case .setMetadata(let id, let metadata): table?.setMetadata(metadata, of: id)
        case .remove(let id): table?.remove(id)
        }
    }
}
