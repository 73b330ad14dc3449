public import MartletAPI

/// All files of a platform, page by page.
///
/// The next page is asked for when the files of the one before are read. Each iteration begins anew.
///
/// Iterating throws ``MartletError``, as the calls do; ``MartletError/Code/decoding`` when the platform sends the same
/// page again, because it does not know where a page is to begin; `CancellationError`.
public struct FileList: AsyncSequence, Sendable {
    /// The page after a file; the first page for nil.
    typealias Page = @Sendable (FileID?) async throws -> ListPage<FileObject>

    private let page: Page

    init(_ page: @escaping Page) {
        self.page = page
    }

    public func makeAsyncIterator() -> Iterator { Iterator(page: page) }

    /// Reads the files.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let page: Page
        private var files: [FileObject] = []
        private var position = 0
        private var last: FileID?
        private var hasMore = true

        fileprivate init(page: @escaping Page) {
            self.page = page
        }

        public mutating func next() async throws -> FileObject? {
            while position == files.count {
                guard hasMore else { return nil }
                try await turn()
            }
            defer { position += 1 }
            return files[position]
        }

        private mutating func turn() async throws {
            let page = try await page(last)
            let next = page.lastID.map { FileID(rawValue: $0) } ?? page.data.last?.id
            // A platform that ignores `after` would send the first page for ever.
            if let first = page.data.first?.id, files.contains(where: { $0.id == first }) {
                hasMore = false
                throw MartletError(
                    .decoding, "The platform sent the same files again: it does not page. Ask for one larger list.")
            }
            files = page.data
            position = 0
            // GravixLayer's list is whole: it has no `has_more`.
            hasMore = page.hasMore == true && !page.data.isEmpty && next != nil
            last = next
        }
    }
}
