#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A GGUF file on disk, read with `pread`: nothing is mapped, so a file that shrinks under us is an error, not a
/// signal.
final class GGUFFile: GGUFSource {
    private let descriptor: CInt
    let size: UInt64

    /// Opens a file for reading.
    ///
    /// - Throws: ``GGUFError`` with ``GGUFError/Code/unreadable`` if it can't be opened or isn't a regular file.
    init(path: String) throws(GGUFError) {
        // O_NONBLOCK: opening a named pipe must not hang. It has no effect on a regular file.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw GGUFError(code: .unreadable, message: "The file can't be opened: \(Self.text(of: errno)).")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw GGUFError(code: .unreadable, message: "The file is not a regular file.")
        }
        self.descriptor = descriptor
        self.size = UInt64(clamping: status.st_size)
    }

    deinit {
        close(descriptor)
    }

    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) throws(GGUFError) -> Int {
        guard let base = buffer.baseAddress, let position = off_t(exactly: offset) else { return 0 }
        while true {
            let count = pread(descriptor, base, buffer.count, position)
            if count >= 0 { return count }
            if errno == EINTR { continue }
            throw GGUFError(
                code: .unreadable, message: "The file can't be read: \(Self.text(of: errno)).", offset: offset)
        }
    }

    private static func text(of code: CInt) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
