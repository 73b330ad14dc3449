public import MartletServer
public import NIOCore
import Synchronization

/// Keeps the bytes of files in memory, for tests.
public final class MemoryBlobStore: BlobStore {
    private let blobs = Mutex<[BlobID: ByteBuffer]>([:])

    /// Creates a store with nothing in it.
    public init() {}

    /// The blobs that are kept.
    public var ids: Set<BlobID> { blobs.withLock { Set($0.keys) } }

    public func write<Result: Sendable>(
        _ id: BlobID, _ body: @Sendable (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        let writer = Writer()
        let result = try await body(writer)
        let contents = writer.contents.withLock { $0 }
        blobs.withLock { $0[id] = contents }
        return result
    }

    public func read(
        _ id: BlobID, range: Range<Int>?
    ) async throws -> (any AsyncSequence<ByteBuffer, any Error> & Sendable)? {
        guard var contents = blobs.withLock({ $0[id] }) else { return nil }
        if let range {
            guard let part = contents.getSlice(at: range.lowerBound, length: range.count) else {
                throw PlatformError.contentMissing
            }
            contents = part
        }
        return Pieces(contents: contents)
    }

    public func delete(_ id: BlobID) async throws {
        blobs.withLock { _ = $0.removeValue(forKey: id) }
    }

    public func deleteAll(except known: Set<BlobID>) async throws {
        blobs.withLock { $0 = $0.filter { known.contains($0.key) } }
    }
}

extension MemoryBlobStore {
    private final class Writer: BlobWriter {
        let contents = Mutex(ByteBuffer())

        func write(_ bytes: ByteBuffer) async throws {
            contents.withLock { _ = $0.writeImmutableBuffer(bytes) }
        }
    }

    private struct Pieces: AsyncSequence, Sendable {
        typealias Element = ByteBuffer
        typealias Failure = any Error
        let contents: ByteBuffer

        func makeAsyncIterator() -> Iterator { Iterator(rest: contents) }

        struct Iterator: AsyncIteratorProtocol {
            var rest: ByteBuffer

            mutating func next() async throws -> ByteBuffer? {
                guard rest.readableBytes > 0 else { return nil }
                return rest.readSlice(length: Swift.min(64 << 10, rest.readableBytes))
            }
        }
    }
}
