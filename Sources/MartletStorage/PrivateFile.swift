#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that only its owner may read.
enum PrivateFile {
    /// Makes the file for its owner only, before anything is in it. The log beside it gets the same rights from SQLite.
    static func make(_ path: String) throws(StorageError) {
        // Never cut off and never replaced: another process may be making the same file.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError(
                .cannotOpen, "The database at \(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else {
            throw StorageError(
                .cannotOpen, "The rights of the database at \(path) cannot be set: \(String(cString: strerror(errno)))."
            )
        }
    }
}
