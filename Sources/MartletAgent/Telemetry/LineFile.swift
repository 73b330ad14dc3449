import MartletAPI
import Synchronization

import class Foundation.FileManager

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Files that are written line by line: logs, statistics.
///
/// A file is opened for each line, so that none stays open, that a file which was moved away is made anew, and that
/// nothing is lost when the program ends. Within the process one line is written at a time.
enum LineFile {
    /// What the system says is wrong.
    private struct SystemError: Error {
        let code: CInt
    }

    private static let lock = Mutex(())

    /// Appends one line of JSON. Directories and the file are made.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be written.
    static func append(_ line: JSONObject, to path: String) throws(ConfigurationError) {
        let text: String
        do throws(JSONError) {
            text = try JSONValue.object(line).jsonText()
        } catch {
            throw ConfigurationError("A line for '\(path)' cannot be written: \(error)", cause: error)
        }
        try append(text + "\n", to: path)
    }

    /// Appends text. Directories and the file are made.
    ///
    /// - Parameters:
    ///   - maximumBytes: When the file would become larger, it is put aside first as `PATH.1`, what was `PATH.1` as
    ///     `PATH.2`, and so on. 0 never does.
    ///   - backups: How many of those are kept. 0 puts none aside.
    /// - Throws: ``ConfigurationError`` when the file cannot be written.
    static func append(
        _ text: String, to path: String, maximumBytes: Int = 0, backups: Int = 0
    ) throws(ConfigurationError) {
        let failure: ConfigurationError? = lock.withLock { _ in
            do throws(ConfigurationError) {
                try write(Array(text.utf8), to: path, maximumBytes: maximumBytes, backups: backups)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Writes a file that must not be there yet.
    ///
    /// - Returns: False when there is one of this name.
    static func create(_ text: String, at path: String) throws(ConfigurationError) -> Bool {
        let descriptor: CInt
        do throws(ConfigurationError) {
            descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
        } catch {
            if (error.cause as? SystemError)?.code == EEXIST { return false }
            throw error
        }
        defer { _ = close(descriptor) }
        try put(Array(text.utf8), into: descriptor, path)
        return true
    }

    /// Writes a file in the place of what is there: as a whole, or not at all.
    static func replace(_ text: String, at path: String) throws(ConfigurationError) {
        let temporary = "\(path).\(UInt32.random(in: 0...UInt32.max))"
        do throws(ConfigurationError) {
            guard try create(text, at: temporary) else { throw failure("written", path, EEXIST) }
            guard rename(temporary, path) == 0 else { throw failure("written", path, errno) }
        } catch {
            _ = unlink(temporary)
            throw error
        }
    }

    private static func write(
        _ bytes: [UInt8], to path: String, maximumBytes: Int, backups: Int
    ) throws(ConfigurationError) {
        if maximumBytes > 0, backups > 0 {
            var status = stat()
            if stat(path, &status) == 0, status.st_size > 0, Int(status.st_size) + bytes.count > maximumBytes {
                try rotate(path, backups: backups)
            }
        }
        let descriptor = try open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
        defer { _ = close(descriptor) }
        try put(bytes, into: descriptor, path)
    }

    private static func rotate(_ path: String, backups: Int) throws(ConfigurationError) {
        for number in stride(from: backups, through: 1, by: -1) {
            let source = number == 1 ? path : "\(path).\(number - 1)"
            // There need not be so many yet. Renaming replaces what is there.
            guard rename(source, "\(path).\(number)") == 0 || errno == ENOENT else {
                throw failure("put aside", path, errno)
            }
        }
    }

    private static func open(_ path: String, _ flags: CInt) throws(ConfigurationError) -> CInt {
        var descriptor = openFile(path, flags)
        if descriptor < 0, errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            do {
                try FileManager.default.createDirectory(
                    atPath: String(path[..<slash]), withIntermediateDirectories: true)
            } catch {
                throw ConfigurationError(
                    "The directory of '\(path)' cannot be made: \(error.localizedDescription)", cause: error)
            }
            descriptor = openFile(path, flags)
        }
        guard descriptor >= 0 else { throw failure("opened", path, errno) }
        return descriptor
    }

    private static func openFile(_ path: String, _ flags: CInt) -> CInt {
        // What a conversation was is nobody else's business.
        #if canImport(Glibc)
        Glibc.open(path, flags, 0o600)
        #elseif canImport(Musl)
        Musl.open(path, flags, 0o600)
        #else
        Darwin.open(path, flags, 0o600)
        #endif
    }

    private static func put(_ bytes: [UInt8], into descriptor: CInt, _ path: String) throws(ConfigurationError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("written", path, errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes, count)
        #else
        Darwin.write(descriptor, bytes, count)
        #endif
    }

    private static func failure(_ what: String, _ path: String, _ code: CInt) -> ConfigurationError {
        ConfigurationError(
            "'\(path)' cannot be \(what): \(String(cString: strerror(code))).", cause: SystemError(code: code))
    }
}
