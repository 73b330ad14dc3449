import MartletServer
import NIOCore

/// Some bytes of a blob, read piece by piece as they are asked for.
struct BlobPieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    let file: BlobFile
    let range: Range<Int>
    let pieceBytes: Int

    func makeAsyncIterator() -> Iterator {
        Iterator(file: file, rest: range, pieceBytes: pieceBytes)
    }

    struct Iterator: AsyncIteratorProtocol {
        let file: BlobFile
        var rest: Range<Int>
        let pieceBytes: Int

        /// - Throws: ``PlatformError/contentMissing`` when the file has become shorter.
        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            try Task.checkCancellation()
            let (file, offset, count) = (file, rest.lowerBound, Swift.min(pieceBytes, rest.count))
            let piece = try await BlockingWork.run {
                var piece = ByteBufferAllocator().buffer(capacity: count)
                _ = try piece.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                    try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]), at: offset)
                }
                return piece
            }
            guard piece.readableBytes > 0 else { throw PlatformError.contentMissing }
            rest = (offset + piece.readableBytes)..<rest.upperBound
            return piece
        }
    }
}
