import Martlet
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A directory that one client has for itself: Codex's home when the client has a key or a service of its own, and the
/// files that Codex is to read.
///
/// Only this user may enter it. It is deleted when the client closes. A program that was killed leaves it behind; the next
/// one that makes a home removes it, which it knows by the lock that nobody holds any more.
final class PrivateHome: Sendable {
    /// The directory.
    let path: String
    private let lockPath: String
    /// The descriptor that holds the lock; -1 once it is closed.
    private let lock: Mutex<Int32>

    private static let prefix = "home-"

    /// Makes a home, and removes those that programs which do not run any more left behind.
    ///
    /// - Parameter directory: Where homes are made. Made for this user alone if it is missing.
    /// - Throws: ``MartletError/Code/localFile``.
    init(in directory: String) throws(MartletError) {
        try PrivateFile.makeDirectory(directory)
        Self.removeAbandoned(in: directory)
        // The lock comes first, so that a home is never without one.
        let (name, descriptor) = try Self.makeLock(in: directory)
        lockPath = "\(directory)/\(name).lock"
        lock = Mutex(descriptor)
        // Links resolved, because Codex compares its home with the temporary directory.
        path = "\(DirectoryPath.resolved(directory) ?? directory)/\(name)"
        guard mkdir(path, 0o700) == 0 else {
            let reason = String(cString: strerror(errno))
            remove()
            throw MartletError(.localFile, "The directory \(path) cannot be made: \(reason).")
        }
    }

    /// Makes a lock that nobody else holds.
    private static func makeLock(in directory: String) throws(MartletError) -> (name: String, descriptor: Int32) {
        while true {
            let name = prefix + String(UInt64.random(in: 0 ... .max), radix: 36)
            let path = "\(directory)/\(name).lock"
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw MartletError(
                    .localFile, "No file can be made in \(directory): \(String(cString: strerror(errno))).")
            }
            // Between the two steps, another process may have taken the file for abandoned.
            if flock(descriptor, LOCK_EX) == 0, isStill(path, descriptor) { return (name, descriptor) }
            close(descriptor)
        }
    }

    /// Makes a directory for the files of one run.
    ///
    /// - Returns: Its path. The caller deletes it.
    func makeDirectory() throws(MartletError) -> String {
        let directory = "\(path)/run-\(UInt64.random(in: 0 ... .max))"
        try PrivateFile.makeDirectory(directory)
        return directory
    }

    /// Deletes the directory. Doing it twice is harmless.
    func remove() {
        lock.withLock { descriptor in
            guard descriptor >= 0 else { return }
            PrivateFile.remove(path)
            // The lock goes last: whoever finds a home that is half deleted must not take it for abandoned earlier.
            unlink(lockPath)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit { remove() }

    /// Removes the homes whose locks nobody holds.
    private static func removeAbandoned(in directory: String) {
        for name in PrivateFile.names(in: directory) where name.hasPrefix(prefix) && name.hasSuffix(".lock") {
            let lockPath = "\(directory)/\(name)"
            let descriptor = open(lockPath, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStill(lockPath, descriptor) else { continue }
            PrivateFile.remove("\(directory)/\(name.dropLast(".lock".count))")
            unlink(lockPath)
        }
    }

    /// Whether the path still leads to the file that was opened. Between opening and locking, its owner may have deleted
    /// it.
    private static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
        var named = stat()
        var opened = stat()
        return lstat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
            && named.st_dev == opened.st_dev
    }
}
