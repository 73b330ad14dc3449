#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// What tells that a file or directory has changed since it was last looked at.
struct FileStamp: Hashable, Sendable {
    /// The size in bytes.
    var size: UInt64
    /// The time of the last change, in whole seconds since 1970.
    var seconds: Int64
    /// The rest of that time in nanoseconds.
    var nanoseconds: Int64
    /// The number of the file in its file system: a file renamed over another one has a new one.
    var inode: UInt64
    /// Whether it is a directory.
    var isDirectory: Bool

    /// Looks at a path, following links.
    ///
    /// - Returns: `nil` if nothing is there or it can't be looked at.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        size = UInt64(clamping: status.st_size)
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        seconds = Int64(time.tv_sec)
        nanoseconds = Int64(time.tv_nsec)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
    }

    /// The time of the last change in seconds since 1970.
    var time: Double {
        Double(seconds) + Double(nanoseconds) / 1_000_000_000
    }
}
