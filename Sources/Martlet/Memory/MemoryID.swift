public import MartletAPI

import struct Foundation.UUID

/// Identifies one memory within its index: the id of its vector, a UUID unless the caller chose another.
public struct MemoryID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A new one. GravixLayer: "lower-case UUIDv4".
    static func new() -> MemoryID { MemoryID(rawValue: UUID().uuidString.lowercased()) }

    /// The id of its vector.
    var vector: VectorID { VectorID(rawValue: rawValue) }
}

extension MemoryID {
    init(_ id: VectorID) { self.init(rawValue: id.rawValue) }
}
