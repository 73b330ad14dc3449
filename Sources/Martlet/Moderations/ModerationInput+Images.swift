import MartletAPI

extension ModerationInput {
    /// Whether an image is among the parts.
    var hasImages: Bool {
        guard case .parts(let parts) = self else { return false }
        return parts.contains { if case .imageURL = $0 { true } else { false } }
    }
}
