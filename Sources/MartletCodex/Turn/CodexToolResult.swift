/// What a tool returns to the model.
public struct CodexToolResult: Hashable, Sendable {
    /// The text that the model reads: JSON, or any other.
    public var text: String
    /// Images that the model looks at, as `http` or `data` URLs.
    public var imageURLs: [String]
    /// Whether the tool did what it was asked.
    public var isSuccess: Bool

    /// Creates a result; a success unless said otherwise.
    public init(_ text: String, imageURLs: [String] = [], isSuccess: Bool = true) {
        self.text = text
        self.imageURLs = imageURLs
        self.isSuccess = isSuccess
    }
}
