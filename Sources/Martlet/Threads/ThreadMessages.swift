public import MartletAPI

/// All messages of a thread, page by page.
///
/// The next page is asked for when the messages of the one before are read. Each iteration begins anew.
///
/// Iterating throws ``MartletError``, as the calls do; ``MartletError/Code/decoding`` when the platform sends the same
/// page again, because it does not know where a page is to begin; `CancellationError`.
public struct ThreadMessages: AsyncSequence, Sendable {
    /// The page after a message; the first page for nil.
    typealias Page = @Sendable (MessageID?) async throws -> ListPage<ThreadMessage>

    private let page: Page

    init(_ page: @escaping Page) {
        self.page = page
    }

    public func makeAsyncIterator() -> Iterator { Iterator(page: page) }

    /// Reads the messages.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let page: Page
        private var messages: [ThreadMessage] = []
        private var position = 0
        private var last: MessageID?
        private var hasMore = true

        fileprivate init(page: @escaping Page) {
            self.page = page
        }

        public mutating func next() async throws -> ThreadMessage? {
            while position == messages.count {
                guard hasMore else { return nil }
                try await turn()
            }
            defer { position += 1 }
            return messages[position]
        }

        private mutating func turn() async throws {
            let page = try await page(last)
            let next = page.lastID.map { MessageID(rawValue: $0) } ?? page.data.last?.id
            // A platform that ignores `after` would send the first page for ever.
            if let first = page.data.first?.id, messages.contains(where: { $0.id == first }) {
                hasMore = false
                throw MartletError(
                    .decoding, "The platform sent the same messages again: it does not page. Ask for one larger list.")
            }
            messages = page.data
            position = 0
            hasMore = page.hasMore == true && !page.data.isEmpty && next != nil
            last = next
        }
    }
}
