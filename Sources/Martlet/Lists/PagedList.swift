public import MartletAPI

/// All elements of a list, page by page.
///
/// The next page is asked for when the elements of the one before are read. Each iteration begins anew.
///
/// Iterating throws ``MartletError``, as the calls do; ``MartletError/Code/decoding`` when the platform sends the same
/// page again, because it does not know where a page is to begin; `CancellationError`.
public struct PagedList<Element: JSONConvertible & Hashable>: AsyncSequence, Sendable {
    /// The page after the element with this id; the first page for nil.
    typealias Page = @Sendable (String?) async throws -> ListPage<Element>

    private let name: String
    private let id: @Sendable (Element) -> String
    private let page: Page

    /// - Parameters:
    ///   - name: What the elements are called in messages, such as `files`.
    ///   - id: What identifies an element.
    init(_ name: String, id: @escaping @Sendable (Element) -> String, page: @escaping Page) {
        self.name = name
        self.id = id
        self.page = page
    }

    public func makeAsyncIterator() -> Iterator { Iterator(list: self) }

    /// Reads the elements.
    public struct Iterator: AsyncIteratorProtocol {
        private let list: PagedList
        private var elements: [Element] = []
        private var position = 0
        private var last: String?
        private var hasMore = true

        fileprivate init(list: PagedList) {
            self.list = list
        }

        public mutating func next() async throws -> Element? {
            while position == elements.count {
                guard hasMore else { return nil }
                try await turn()
            }
            defer { position += 1 }
            return elements[position]
        }

        private mutating func turn() async throws {
            let page = try await list.page(last)
            let next = page.lastID ?? page.data.last.map(list.id)
            // A platform that ignores `after` would send the first page for ever.
            if let first = page.data.first.map(list.id), elements.contains(where: { list.id($0) == first }) {
                hasMore = false
                throw MartletError(
                    .decoding,
                    "The platform sent the same \(list.name) again: it does not page. Ask for one larger list.")
            }
            elements = page.data
            position = 0
            // A list without `has_more` is whole.
            hasMore = page.hasMore == true && !page.data.isEmpty && next != nil
            last = next
        }
    }
}
