/// One stretch of reasoning, as far as it has come.
struct ReasoningItem: Sendable {
    var id: String
    /// What of it was handed out.
    var text = ""
    /// The part that the last piece was of.
    var part: Int?
    /// Whether a summary has come; the raw text is then passed over.
    var hasSummary = false
}
