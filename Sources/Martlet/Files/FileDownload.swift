import HTTPTypes
public import NIOCore

/// A file on its way from a platform: its bytes as they come, and what the platform says about it.
///
/// It can be iterated once, no faster than it is read. When the connection breaks, the rest is asked for within the
/// retry policy, if the platform names the file's version (a strong `ETag`); nothing is delivered twice. Dropping it, or
/// leaving the loop early, closes the connection.
///
/// Iterating throws ``MartletError``: ``MartletError/Code/truncated`` when less came than was announced,
/// ``MartletError/Code/conflict`` when the file changed on the way, ``MartletError/Code/connection`` and the timeouts;
/// `CancellationError`.
public struct FileDownload: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer
    public typealias Failure = any Error

    /// Status and headers of the answer.
    public let metadata: ResponseMetadata
    /// How many bytes the file has; nil when the platform does not say.
    public let length: Int?
    private let makeReader: @Sendable () -> DownloadReader

    init(_ opened: OpenedDownload, policy: RetryPolicy, connect: @escaping DownloadReader.Connect) {
        metadata = opened.metadata
        length = opened.total
        makeReader = { DownloadReader(opened, policy: policy, restart: .fails, connect: connect) }
    }

    /// The file's type.
    public var contentType: String? { metadata.headers[.contentType] }

    /// The file's name, without any directory; nil when the platform does not say.
    public var filename: String? { metadata.headers[.contentDisposition].flatMap(ContentDisposition.filename) }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: makeReader()) }

    /// Delivers the bytes.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var reader: DownloadReader

        public mutating func next() async throws -> ByteBuffer? { try await reader.next()?.bytes }
    }
}
