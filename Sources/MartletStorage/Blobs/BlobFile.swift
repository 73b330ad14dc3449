import Foundation
import MartletServer
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file, closed when nobody needs it any more.
final class BlobFile: Sendable {
    let descriptor: Int32

    /// - Parameter descriptor: Closed with the file.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Makes a file that only its owner may read.
    ///
    /// - Throws: See ``failure(_:)``.
    static func make(_ path: String) throws -> BlobFile {
        BlobFile(descriptor: try check(retrying: { openNew(path) }, path))
    }

    /// Opens a file to read; nil when there is none.
    ///
    /// - Throws: See ``failure(_:)``.
    static func existing(_ path: String) throws -> BlobFile? {
        while true {
            let descriptor = openToRead(path)
            if descriptor >= 0 { return BlobFile(descriptor: descriptor) }
            if errno == ENOENT { return nil }
            if errno != EINTR { throw failure(path) }
        }
    }

    /// Its size in bytes.
    func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure("a file") }
        return Int(status.st_size)
    }

    /// Writes all bytes at an offset.
    ///
    /// - Throws: See ``failure(_:)``.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        var written = 0
        while written < bytes.count {
            written += try Int(
                Self.check(
                    retrying: {
                        pwrite(
                            descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written,
                            off_t(offset + written))
                    }, "a file"))
        }
    }

    /// Reads some bytes at an offset; 0 at the end of the file.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        try Self.check(retrying: { pread(descriptor, bytes.baseAddress, bytes.count, off_t(offset)) }, "a file")
    }
}

extension BlobFile {
    static func rename(_ path: String, to new: String) throws {
        _ = try check(retrying: { renameFile(path, new) }, path)
    }

    /// Deletes a file. That there is none is not an error.
    static func delete(_ path: String) throws {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw failure(path)
    }

    /// Deletes a file if that is possible. What is left is deleted at the next start.
    static func remove(_ path: String) { _ = unlink(path) }

    /// Puts what was written on the disk.
    static func synchronise(_ descriptor: Int32) throws {
        #if canImport(Darwin)
        // "fsync() … the drive itself may not physically write the data to the platters for quite some time".
        if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        _ = try check(retrying: { fsync(descriptor) }, "a file")
    }

    /// Puts the names in a directory on the disk.
    static func synchroniseDirectory(_ path: String) throws {
        let descriptor = try check(retrying: { openToRead(path) }, path)
        defer { close(descriptor) }
        // Some file systems have no such thing for directories.
        guard fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP else { return }
        throw failure(path)
    }

    /// The result of a system call, which is made again when a signal came in between.
    private static func check<Number: SignedInteger>(
        retrying call: () -> Number, _ path: String
    ) throws -> Number {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw failure(path) }
        }
    }

    /// What a system call that failed means: ``PlatformError/stateFull`` when there is no room, else ``StorageError``.
    private static func failure(_ path: String) -> any Error {
        switch errno {
        case ENOSPC, EDQUOT, EFBIG: PlatformError.stateFull
        default: StorageError(.fileFailed, "\(path): \(String(cString: strerror(errno)))")
        }
    }
}

private func openNew(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
private func openToRead(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
// `BlobFile` has a function of this name.
private func renameFile(_ path: String, _ new: String) -> Int32 { rename(path, new) }
