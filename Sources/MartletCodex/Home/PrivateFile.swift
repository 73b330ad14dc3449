import Martlet

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Files and directories that only this user may read.
enum PrivateFile {
    /// Makes a directory, and those above it that are missing, for this user alone. One that exists is left as it is.
    static func makeDirectory(_ path: String) throws(MartletError) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            made += "/\(part)"
            guard mkdir(made, 0o700) == 0 || errno == EEXIST || DirectoryPath.isDirectory(made) else {
                throw failure("The directory \(made) cannot be made")
            }
        }
        guard DirectoryPath.isDirectory(path) else {
            throw MartletError(.localFile, "\(path) is not a directory. Choose another one.")
        }
    }

    /// Makes a file that is not there yet, with these bytes.
    static func make(_ path: String, _ bytes: [UInt8]) throws(MartletError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("The file \(path) cannot be made") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = failure("The file \(path) cannot be written")
                close(descriptor)
                unlink(path)
                throw error
            }
            rest = rest.dropFirst(count)
        }
        guard close(descriptor) == 0 else { throw failure("The file \(path) cannot be written") }
    }

    /// Deletes a file, or a directory with all that is in it. What is not there is no error; links are not followed.
    static func remove(_ path: String) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return }
        guard information.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    /// The names in a directory, without `.` and `..`.
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    fileprivate static func failure(_ sentence: String) -> MartletError {
        MartletError(.localFile, "\(sentence): \(String(cString: strerror(errno))).")
    }
}

extension PrivateFile {
    /// The longest file that is read, in bytes.
    private static let maximumBytes = 1 << 20

    /// What is in a file; nil when there is none.
    static func contents(of path: String) throws(MartletError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("The file \(path) cannot be read")
        }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("The file \(path) cannot be read") }
            guard count > 0 else { return result }
            result.append(contentsOf: buffer.prefix(count))
            guard result.count <= maximumBytes else {
                throw MartletError(.localFile, "The file \(path) is longer than \(maximumBytes) bytes.")
            }
        }
    }

    /// Puts a file in the place of one that may be there: whoever reads it sees the old one or the new one.
    static func replace(_ path: String, _ bytes: [UInt8]) throws(MartletError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeDirectory(String(path[..<slash]))
        }
        let new = "\(path).\(UInt64.random(in: 0 ... .max))"
        try make(new, bytes)
        guard rename(new, path) == 0 else {
            let error = failure("The file \(path) cannot be replaced")
            unlink(new)
            throw error
        }
    }
}
