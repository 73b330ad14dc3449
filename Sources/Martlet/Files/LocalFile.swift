import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file of this machine. What may block runs on NIO's threads for that and not on those that tasks share.
///
/// All methods throw `IOError`, and `CancellationError` when the task was cancelled before their turn came.
final class LocalFile: Sendable {
    enum Kind { case regular, directory, other }

    private let descriptor: CInt

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        _ = close(descriptor)
    }

    static func reading(_ path: String) async throws -> LocalFile {
        try await NIOThreadPool.singleton.runIfActive {
            LocalFile(descriptor: try check("open") { open(path, O_RDONLY | O_CLOEXEC) })
        }
    }

    /// Opens a file to write to, and makes it where there is none.
    static func writing(_ path: String) async throws -> LocalFile {
        try await NIOThreadPool.singleton.runIfActive {
            LocalFile(descriptor: try check("open") { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) })
        }
    }

    /// What is at a path and how large it is; nil when there is nothing.
    static func status(of path: String) async throws -> (kind: Kind, bytes: Int)? {
        try await NIOThreadPool.singleton.runIfActive {
            var status = stat()
            do throws(IOError) {
                _ = try check("stat") { stat(path, &status) }
            } catch {
                if error.errnoCode == ENOENT || error.errnoCode == ENOTDIR { return nil }
                throw error
            }
            return describe(status)
        }
    }

    /// What this is and how large.
    func status() async throws -> (kind: Kind, bytes: Int) {
        try await run { descriptor in
            var status = stat()
            _ = try Self.check("fstat") { fstat(descriptor, &status) }
            return Self.describe(status)
        }
    }

    private static func describe(_ status: stat) -> (kind: Kind, bytes: Int) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: (.regular, Int(status.st_size))
        case S_IFDIR: (.directory, 0)
        default: (.other, 0)
        }
    }

    /// Reads up to a number of bytes; none at the end.
    func read(at offset: Int, upTo count: Int) async throws -> ByteBuffer {
        try await run { descriptor in
            var buffer = ByteBufferAllocator().buffer(capacity: count)
            _ = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                try Self.check("read") { pread(descriptor, bytes.baseAddress, count, off_t(offset)) }
            }
            return buffer
        }
    }

    /// Writes all of the bytes.
    func write(_ buffer: ByteBuffer, at offset: Int) async throws {
        try await run { descriptor in
            try buffer.withUnsafeReadableBytes { bytes in
                var done = 0
                while done < bytes.count {
                    done += try Self.check("write") {
                        pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
                    }
                }
            }
        }
    }

    func truncate(to size: Int) async throws {
        try await run { descriptor in _ = try Self.check("truncate") { ftruncate(descriptor, off_t(size)) } }
    }

    /// Returns when what was written survives the end of the machine.
    func sync() async throws {
        try await run { descriptor in _ = try Self.check("fsync") { fsync(descriptor) } }
    }

    /// Takes the file for this process alone until it is closed.
    ///
    /// - Returns: False when another one has it.
    func lock() async throws -> Bool {
        try await run { descriptor in
            do throws(IOError) {
                _ = try Self.check("flock") { flock(descriptor, LOCK_EX | LOCK_NB) }
                return true
            } catch {
                if error.errnoCode == EWOULDBLOCK { return false }
                throw error
            }
        }
    }

    /// Whether this is the file that has the path now.
    func isStill(at path: String) async throws -> Bool {
        try await run { descriptor in
            var own = stat()
            var other = stat()
            _ = try Self.check("fstat") { fstat(descriptor, &own) }
            return stat(path, &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino
        }
    }

    /// Gives a file another name, in place of what has it, for good.
    static func rename(_ path: String, to name: String) async throws {
        try await NIOThreadPool.singleton.runIfActive {
            #if canImport(Glibc)
            _ = try check("rename") { Glibc.rename(path, name) }
            #elseif canImport(Musl)
            _ = try check("rename") { Musl.rename(path, name) }
            #else
            _ = try check("rename") { Darwin.rename(path, name) }
            #endif
            // Some file systems cannot sync a directory; the file has its name all the same.
            let directory = open(FilePathText.directory(of: name), O_RDONLY | O_CLOEXEC)
            if directory >= 0 {
                _ = fsync(directory)
                _ = close(directory)
            }
        }
    }

    /// Removes a file. That there is none is not an error. At once, so that a cancelled task can clean up.
    static func remove(_ path: String) {
        _ = unlink(path)
    }

    private func run<Value: Sendable>(_ body: @escaping @Sendable (CInt) throws -> Value) async throws -> Value {
        // The closure keeps the file open while it runs.
        try await NIOThreadPool.singleton.runIfActive { try body(self.descriptor) }
    }

    private static func check<Number: SignedInteger>(
        _ what: String, _ call: () -> Number
    ) throws(IOError) -> Number {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno == EINTR { continue }
            throw IOError(errnoCode: errno, reason: what)
        }
    }
}
