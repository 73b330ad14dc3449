/// Which part of a list is wanted.
public struct PageQuery: Hashable, Sendable {
    /// In which direction a list goes.
    public enum Order: String, Hashable, Sendable {
        /// The oldest first.
        case ascending = "asc"
        /// The newest first.
        case descending = "desc"
    }

    /// How many at most; nil for all.
    public var limit: Int?
    /// The direction. Default the newest first.
    public var order: Order
    /// Begin behind the object with this identifier.
    public var after: String?
    /// End in front of the object with this identifier. With a limit, the page is the one that ends there.
    public var before: String?

    /// Describes a page.
    public init(limit: Int? = nil, order: Order = .descending, after: String? = nil, before: String? = nil) {
        self.limit = limit
        self.order = order
        self.after = after
        self.before = before
    }
}
