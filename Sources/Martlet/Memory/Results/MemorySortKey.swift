import struct Foundation.Date

/// What memories are sorted by.
public enum MemorySortKey: String, Hashable, Sendable, CaseIterable {
    /// When they were made.
    case createdAt = "created_at"
    /// When they were last changed.
    case updatedAt = "updated_at"
    /// How much they matter.
    case importanceScore = "importance_score"
    /// How often they were found.
    case accessCount = "access_count"
}

extension MemorySortKey {
    /// Memories in order; those that are equal by their ids.
    func sorted(_ entries: [MemoryEntry], ascending: Bool) -> [MemoryEntry] {
        let keyed = entries.map { (key: value(of: $0), entry: $0) }
        return keyed.sorted { first, second in
            if first.key != second.key { return (first.key < second.key) == ascending }
            return first.entry.id.rawValue < second.entry.id.rawValue
        }.map(\.entry)
    }

    private func value(of entry: MemoryEntry) -> Double {
        switch self {
        // Those without a time count as the oldest.
        case .createdAt: entry.createdAt?.timeIntervalSince1970 ?? -.infinity
        case .updatedAt: entry.updatedAt?.timeIntervalSince1970 ?? -.infinity
        case .importanceScore: entry.importanceScore
        case .accessCount: Double(entry.accessCount)
        }
    }
}
