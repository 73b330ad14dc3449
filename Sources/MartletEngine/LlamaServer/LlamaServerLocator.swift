#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Finds the `llama-server` executable.
///
/// The order is that of design.md §3: what `MARTLET_LLAMA_SERVER` says, then `PATH`, then the data directory. Both
/// variables are passed in; nothing is read from the environment here.
package struct LlamaServerLocator: Hashable, Sendable {
    /// Where an executable was found.
    package struct Location: Hashable, Sendable {
        /// The file.
        package var path: String
        /// Who named it.
        package var source: Source
    }

    /// Who named an executable.
    package enum Source: String, Hashable, Sendable {
        /// The value of `MARTLET_LLAMA_SERVER`.
        case override
        /// A directory of `PATH`.
        case searchPath
        /// `engine/llama-server` in the data directory.
        case dataDirectory
    }

    /// The name of the executable.
    package static let executableName = "llama-server"

    /// The value of `MARTLET_LLAMA_SERVER`: a path, or the name of an executable on `PATH`. Empty counts as unset.
    package var override: String?
    /// The value of `PATH`. Entries that aren't absolute are ignored.
    package var searchPath: String?
    /// The data directory.
    package var dataDirectory: String

    package init(override: String? = nil, searchPath: String? = nil, dataDirectory: String) {
        self.override = override
        self.searchPath = searchPath
        self.dataDirectory = dataDirectory
    }

    /// Looks for the executable.
    ///
    /// - Throws: ``LlamaServerError`` with ``LlamaServerError/Code/executableNotFound``; its message says what to do.
    ///   An ``override`` that names nothing executable is such an error too: it is never passed over in silence.
    package func locate() throws(LlamaServerError) -> Location {
        if let override, !override.isEmpty {
            let path = override.contains("/") ? override : executable(named: override)
            guard let path, Self.isExecutable(path) else {
                throw LlamaServerError(
                    code: .executableNotFound,
                    message: """
                        MARTLET_LLAMA_SERVER is '\(override)', which is not an executable file. Correct it, or unset \
                        it and run scripts/setup; `martlet doctor` shows what is missing.
                        """)
            }
            return Location(path: path, source: .override)
        }
        if let path = executable(named: Self.executableName) {
            return Location(path: path, source: .searchPath)
        }
        let own = "\(dataDirectory)/engine/\(Self.executableName)"
        if Self.isExecutable(own) {
            return Location(path: own, source: .dataDirectory)
        }
        throw LlamaServerError(
            code: .executableNotFound,
            message: """
                llama-server was not found on PATH or at \(own). Run scripts/setup (on Linux) or \
                `brew install llama.cpp`, or set MARTLET_LLAMA_SERVER to its path; `martlet doctor` shows what is \
                missing.
                """)
    }

    private func executable(named name: String) -> String? {
        for directory in (searchPath ?? "").split(separator: ":") where directory.hasPrefix("/") {
            let path = directory.hasSuffix("/") ? "\(directory)\(name)" : "\(directory)/\(name)"
            if Self.isExecutable(path) { return path }
        }
        return nil
    }

    private static func isExecutable(_ path: String) -> Bool {
        guard let stamp = FileStamp(path: path), !stamp.isDirectory else { return false }
        return access(path, X_OK) == 0
    }
}
