public import MartletAPI

/// All vector indexes, page by page.
///
/// The next page is asked for when the indexes of the one before are read. Each iteration begins anew.
///
/// Iterating throws ``MartletError``, as the calls do; ``MartletError/Code/decoding`` when the platform sends the same
/// page again; `CancellationError`.
public struct VectorIndexes: AsyncSequence, Sendable {
    /// The page with a number, from 1.
    typealias Page = @Sendable (Int) async throws -> VectorIndexPage

    private let pageSize: Int
    private let page: Page

    init(pageSize: Int, _ page: @escaping Page) {
        self.pageSize = pageSize
        self.page = page
    }

    public func makeAsyncIterator() -> Iterator { Iterator(pageSize: pageSize, page: page) }

    /// Reads the indexes.
    public struct Iterator: AsyncIteratorProtocol {
        private let pageSize: Int
        private let page: Page
        private var indexes: [VectorIndex] = []
        private var position = 0
        private var number = 0
        private var hasMore = true

        fileprivate init(pageSize: Int, page: @escaping Page) {
            self.pageSize = pageSize
            self.page = page
        }

        public mutating func next() async throws -> VectorIndex? {
            while position == indexes.count {
                guard hasMore else { return nil }
                try await turn()
            }
            defer { position += 1 }
            return indexes[position]
        }

        private mutating func turn() async throws {
            let page = try await page(number + 1)
            // A platform that ignores `page` would send the first one for ever.
            if let first = page.indexes.first?.id, indexes.contains(where: { $0.id == first }) {
                hasMore = false
                throw MartletError(
                    .decoding, "The platform sent the same indexes again: it does not page. Ask for one larger list.")
            }
            number += 1
            indexes = page.indexes
            position = 0
            hasMore = !page.indexes.isEmpty && Self.isFull(page, number: number, pageSize: pageSize)
        }

        /// Whether there may be a page behind this one. A platform that does not say how many there are in all is done
        /// with a page that is not full, and one that does not page with its first, however long.
        private static func isFull(_ page: VectorIndexPage, number: Int, pageSize: Int) -> Bool {
            guard let pagination = page.pagination, pagination.total > 0 else { return page.indexes.count == pageSize }
            // A platform may make pages smaller than it was asked to.
            let size = pagination.pageSize > 0 ? pagination.pageSize : pageSize
            return size.multipliedReportingOverflow(by: number).partialValue < pagination.total
        }
    }
}
