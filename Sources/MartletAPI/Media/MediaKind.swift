/// What a medium is to a model.
public enum MediaKind: String, Hashable, Sendable, CaseIterable {
    case image
    case video
}
