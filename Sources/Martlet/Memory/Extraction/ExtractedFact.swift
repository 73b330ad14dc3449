import MartletAPI

/// A fact as a model says it.
struct ExtractedFact: Hashable, Sendable {
    var content: String
    var type: MemoryType
    /// 0.1 to 1.
    var importance: Double
    var category: String

    /// Reads one element of a reply; nil when it has no content.
    ///
    /// GravixLayer: "`{content s, memory_type …, importance 0.1–1.0, category …}`"; its other client
    /// "`{content, type, importance, metadata{category,confidence}}`". A string alone is taken for the content.
    init?(_ value: JSONValue) {
        let said = value.stringValue ?? value["content"]?.stringValue ?? ""
        content = String(said[...].trimmingWhitespace())
        guard !content.isEmpty else { return nil }
        type = .said(value["memory_type"]?.stringValue ?? value["type"]?.stringValue)
        let importance = value["importance"]?.doubleValue ?? value["importance"]?.stringValue.flatMap { Double($0) }
        self.importance = importance.map { $0.isFinite ? min(max($0, 0.1), 1) : 1 } ?? 1
        let category = value["category"]?.stringValue ?? value["metadata"]?["category"]?.stringValue
        self.category = category.flatMap { $0.isEmpty ? nil : $0 } ?? "general"
    }
}
