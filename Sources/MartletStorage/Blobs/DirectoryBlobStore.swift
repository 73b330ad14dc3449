import Foundation
public import MartletServer
public import NIOCore

/// Keeps each blob as a file of a directory, which only its owner may read.
///
/// A blob is written under a temporary name, synchronised with the disk, and then renamed: whatever ends the process, a
/// file with a blob's name is the whole blob. All calls that may block are made on NIO's pool of threads for them.
public struct DirectoryBlobStore: BlobStore {
    /// How many bytes are read or written by one system call, and held in memory for each blob that is read. Default
    /// 256 KiB.
    public let pieceBytes: Int
    private let directory: String
    private let synchronise: @Sendable (Int32) throws -> Void

    /// Opens a directory, which is made when there is none.
    ///
    /// - Parameters:
    ///   - directory: Its path. Nothing else is to be kept in it.
    ///   - pieceBytes: How many bytes are read or written at a time; between 1 and 1 MiB.
    /// - Throws: ``StorageError`` with ``StorageError/Code/cannotOpen``.
    public init(directory: String, pieceBytes: Int = 256 << 10) throws(StorageError) {
        try self.init(directory: directory, pieceBytes: pieceBytes, synchronise: BlobFile.synchronise)
    }

    /// - Parameter synchronise: Puts what was written to a descriptor on the disk; for tests of a disk that fails.
    init(
        directory: String, pieceBytes: Int = 256 << 10, synchronise: @escaping @Sendable (Int32) throws -> Void
    ) throws(StorageError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // For the directory itself to be there after a power cut.
            try BlobFile.synchroniseDirectory(URL(fileURLWithPath: directory).deletingLastPathComponent().path)
        } catch {
            throw StorageError(.cannotOpen, "The directory \(directory) for files cannot be made: \(error)")
        }
        self.directory = directory
        self.pieceBytes = min(max(1, pieceBytes), 1 << 20)
        self.synchronise = synchronise
    }

    public func write<Result: Sendable>(
        _ id: BlobID, _ body: @Sendable (any BlobWriter) async throws -> Result
    ) async throws -> Result {
        let path = try path(id)
        let temporary = path + Self.temporarySuffix
        let file = try await BlockingWork.run { try BlobFile.make(temporary) }
        do {
            let result = try await body(DirectoryBlobWriter(file: file, pieceBytes: pieceBytes))
            try await BlockingWork.run {
                try synchronise(file.descriptor)
                try BlobFile.rename(temporary, to: path)
                do {
                    try BlobFile.synchroniseDirectory(directory)
                } catch {
                    BlobFile.remove(path)
                    throw error
                }
            }
            return result
        } catch {
            // Also when the task was cancelled.
            try? await BlockingWork.run { BlobFile.remove(temporary) }
            throw error
        }
    }

    public func read(
        _ id: BlobID, range: Range<Int>?
    ) async throws -> (any AsyncSequence<ByteBuffer, any Error> & Sendable)? {
        let path = try path(id)
        guard let file = try await BlockingWork.run({ try BlobFile.existing(path) }) else { return nil }
        let size = try await BlockingWork.run { try file.size() }
        let range = range ?? 0..<size
        guard range.upperBound <= size else { throw PlatformError.contentMissing }
        return BlobPieces(file: file, range: range, pieceBytes: pieceBytes)
    }

    public func delete(_ id: BlobID) async throws {
        let path = try path(id)
        try await BlockingWork.run { try BlobFile.delete(path) }
    }

    public func deleteAll(except known: Set<BlobID>) async throws {
        let directory = directory
        try await BlockingWork.run {
            for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
                // What is not ours stays.
                let isTemporary = name.hasSuffix(Self.temporarySuffix)
                let id = isTemporary ? String(name.dropLast(Self.temporarySuffix.count)) : name
                guard Self.isName(id), isTemporary || !known.contains(BlobID(rawValue: id)) else { continue }
                try BlobFile.delete(directory + "/" + name)
            }
            try BlobFile.synchroniseDirectory(directory)
        }
    }
}

extension DirectoryBlobStore {
    /// What the name of a blob that is not complete ends with.
    private static let temporarySuffix = ".part"

    private func path(_ id: BlobID) throws -> String {
        guard Self.isName(id.rawValue) else {
            throw StorageError(.corrupt, "A blob cannot have the identifier '\(id.rawValue.prefix(200))'.")
        }
        return directory + "/" + id.rawValue
    }

    /// Whether a text is a blob's identifier, and so the name of a file and never a path: `blob_`, letters and digits.
    private static func isName(_ text: String) -> Bool {
        text.hasPrefix("blob_")
            && text.utf8.dropFirst(5).allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
            && (6...200).contains(text.utf8.count)
    }
}
