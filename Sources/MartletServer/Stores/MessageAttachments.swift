public import MartletAPI

/// What the platform's tools left on an answer, as PixiGPT's clients read it.
public struct MessageAttachments: Hashable, Sendable {
    /// What was looked up: `{id, tool_name, title?, url?, snippet?}`.
    public var sources: [JSONObject]
    /// What was made or shown: `{id, source, type, signed_url, prompt?, description?}`.
    public var media: [JSONObject]
    /// What was run: `{id, language, code, stdout?, stderr?, execution_time_ms?}`.
    public var code: [JSONObject]

    /// Creates attachments; none by default.
    public init(sources: [JSONObject] = [], media: [JSONObject] = [], code: [JSONObject] = []) {
        self.sources = sources
        self.media = media
        self.code = code
    }

    /// Whether there are none.
    public var isEmpty: Bool { sources.isEmpty && media.isEmpty && code.isEmpty }

    /// Adds those of another.
    public mutating func append(_ other: MessageAttachments) {
        sources += other.sources
        media += other.media
        code += other.code
    }
}
