/// A part of a list.
public struct StorePage<Element: Sendable>: Sendable {
    /// The objects in the order that was asked for.
    public var items: [Element]
    /// Whether there are more in the direction in which the page goes on.
    public var hasMore: Bool

    /// Creates a page.
    public init(_ items: [Element], hasMore: Bool) {
        self.items = items
        self.hasMore = hasMore
    }
}

extension StorePage: Equatable where Element: Equatable {}
