#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Paths as people write them.
enum DirectoryPath {
    /// The path with `~` and `~/…` replaced by the home directory.
    static func expanded(_ path: String, home: String?) -> String {
        guard let home, !home.isEmpty else { return path }
        if path == "~" { return home }
        guard path.hasPrefix("~/") else { return path }
        return (home.hasSuffix("/") ? String(home.dropLast()) : home) + path.dropFirst()
    }

    /// The path from the root of the file system, links resolved; nil when there is no such file.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether there is a directory at the path.
    static func isDirectory(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether a file lies in a directory, or is it. Both are compared with links resolved where they exist.
    static func isInside(_ path: String, directory: String) -> Bool {
        let path = nearest(path)
        let directory = nearest(directory)
        return path == directory || path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
    }

    /// The path with the part of it that exists resolved.
    private static func nearest(_ path: String) -> String {
        var existing = path
        var rest = ""
        while !existing.isEmpty, existing != "/" {
            if let resolved = resolved(existing) { return resolved + rest }
            guard let slash = existing.lastIndex(of: "/") else { break }
            rest = existing[slash...] + rest
            existing = String(existing[..<slash])
        }
        return path
    }
}
