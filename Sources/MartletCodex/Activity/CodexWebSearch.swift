public import MartletAPI

/// A search of the web.
public struct CodexWebSearch: Hashable, Sendable {
    /// Names the item.
    public var id: String
    /// What is looked for.
    public var query: String
    /// What exactly is done: a search, a page that is opened, …
    public var action: JSONValue?
}
