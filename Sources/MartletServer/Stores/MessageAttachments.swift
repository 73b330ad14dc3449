public import MartletAPI

/// What the platform's tools left on an answer, as PixiGPT's clients read it.
public struct MessageAttachments: Hashable, Sendable {
    /// What was looked up.
    public var sources: [SourceAttachment]
    /// What was made or shown.
    public var media: [MediaAttachment]
    /// What was run.
    public var code: [CodeAttachment]
    /// The files that a client of OpenAI's attached: `{"file_id", "tools"}`.
    public var files: [JSONValue]

    /// Creates attachments; none by default.
    public init(
        sources: [SourceAttachment] = [], media: [MediaAttachment] = [], code: [CodeAttachment] = [],
        files: [JSONValue] = []
    ) {
        self.files = files
        self.sources = sources
        self.media = media
        self.code = code
    }

    /// Whether there are none.
    public var isEmpty: Bool { sources.isEmpty && media.isEmpty && code.isEmpty && files.isEmpty }

    /// Adds those of another.
    public mutating func append(_ other: MessageAttachments) {
        sources += other.sources
        media += other.media
        code += other.code
        files += other.files
    }
}
