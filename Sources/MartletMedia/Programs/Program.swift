public import MartletServer

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A program of this machine that does something for us: how it is called, and where it is found.
public struct Program: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// The setting that names another one.
    public let setting: String
    /// How it is installed.
    public let installation: String
    /// What the setting says: a path, or the name of a program in ``searchPath``. Nil, or empty, for none.
    public var override: String?
    /// The value of `PATH`. Entries that are not absolute are ignored.
    public var searchPath: String?

    /// Tesseract, which reads the text in images.
    public static func tesseract(override: String? = nil, searchPath: String?) -> Program {
        Program(
            name: "tesseract", setting: "MARTLET_TESSERACT",
            installation: "apt-get install tesseract-ocr, or brew install tesseract", override: override,
            searchPath: searchPath)
    }

    /// FFmpeg, which reads images and videos.
    public static func ffmpeg(override: String? = nil, searchPath: String?) -> Program {
        Program(
            name: "ffmpeg", setting: "MARTLET_FFMPEG", installation: "apt-get install ffmpeg, or brew install ffmpeg",
            override: override, searchPath: searchPath)
    }

    /// The path of the program. It is looked for each time: it may have been installed meanwhile.
    ///
    /// - Throws: ``PlatformError`` with 501 `program_missing`, which says how to install it.
    public func locate() throws(PlatformError) -> String {
        if let override, !override.isEmpty {
            let path = override.contains("/") ? override : found(override)
            guard let path, Self.isExecutable(path) else {
                throw missing("\(setting) is '\(override)', which is not a program. Correct it, or unset it.")
            }
            return path
        }
        guard let path = found(name) else {
            throw missing("\(name) is not installed. Install it (\(installation)), or set \(setting) to its path.")
        }
        return path
    }

    private func missing(_ message: String) -> PlatformError {
        .unavailable(code: "program_missing", "This platform cannot do that: \(message)")
    }

    private func found(_ name: String) -> String? {
        for directory in (searchPath ?? "").split(separator: ":") where directory.hasPrefix("/") {
            let path = directory.hasSuffix("/") ? "\(directory)\(name)" : "\(directory)/\(name)"
            if Self.isExecutable(path) { return path }
        }
        return nil
    }

    private static func isExecutable(_ path: String) -> Bool {
        // Directories can be "executed" too; only they have something within.
        access(path, X_OK) == 0 && access(path + "/.", F_OK) != 0
    }
}
