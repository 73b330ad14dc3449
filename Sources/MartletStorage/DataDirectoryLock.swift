import Foundation
import MartletAPI
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps a second platform off a data directory.
///
/// The lock is the open file's: it ends with the process, however that ends. The file says who holds it.
public final class DataDirectoryLock: Sendable {
    /// Who holds a data directory.
    public struct Holder: Hashable, Sendable {
        /// Its process.
        public var processID: Int
        /// Its base URL, once it listens.
        public var baseURL: String?
    }

    private let descriptor: Mutex<Int32?>
    private let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = Mutex(descriptor)
        self.path = path
    }

    deinit { release() }

    /// Takes a data directory, which is made when there is none.
    ///
    /// - Throws: ``StorageError`` with ``StorageError/Code/inUse`` and a sentence that names the holder when another
    ///   process has it; with ``StorageError/Code/cannotOpen`` when the directory cannot be written.
    public static func take(_ directory: String) throws(StorageError) -> DataDirectoryLock {
        let path = file(in: directory)
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError(.cannotOpen, "The data directory \(directory) cannot be made: \(error)")
        }
        // Not for children: an engine that outlives its platform by a moment must not hold the directory.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError(
                .cannotOpen, "The data directory \(directory) cannot be written: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StorageError(.inUse, sentence(directory, holder(of: directory)))
        }
        let lock = DataDirectoryLock(descriptor: descriptor, path: path)
        try lock.write(Holder(processID: Int(getpid())))
        return lock
    }

    /// Who holds a directory now; nil when nobody does, or when it is not known.
    public static func holder(of directory: String) -> Holder? {
        let path = file(in: directory)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Whoever can have it shared has shown that nobody holds it.
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        guard let data = FileManager.default.contents(atPath: path), let value = try? JSONValue(json: data),
            let process = value["pid"]?.intValue
        else { return nil }
        return Holder(processID: process, baseURL: value["base_url"]?.stringValue)
    }

    /// Notes where the platform listens, for those who look for it.
    ///
    /// - Throws: ``StorageError`` with ``StorageError/Code/cannotOpen``.
    public func note(baseURL: String) throws(StorageError) {
        try write(Holder(processID: Int(getpid()), baseURL: baseURL))
    }

    /// Lets the directory go.
    public func release() {
        descriptor.withLock { descriptor in
            // Closing ends the lock.
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private func write(_ holder: Holder) throws(StorageError) {
        var value: JSONObject = ["pid": .integer(holder.processID)]
        value["base_url"] = holder.baseURL.map { .string($0) }
        let text = (try? JSONValue.object(value).jsonText()) ?? "{}"
        let isWritten = descriptor.withLock { descriptor in
            guard let descriptor, ftruncate(descriptor, 0) == 0 else { return false }
            let bytes = Array(text.utf8)
            return pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
        }
        guard isWritten else { throw StorageError(.cannotOpen, "The file \(path) cannot be written.") }
    }

    private static func file(in directory: String) -> String { directory + "/platform.lock" }

    private static func sentence(_ directory: String, _ holder: Holder?) -> String {
        guard let holder else {
            return "The data directory \(directory) is in use by another platform. Stop that one, or choose another."
        }
        let place = holder.baseURL.map { " at \($0)" } ?? ""
        return """
            The data directory \(directory) is in use by the platform with the process id \(holder.processID)\(place). \
            Stop that one, or choose another data directory.
            """
    }
}
