import Martlet
import MartletAPI

extension CodexConfiguration {
    /// Checks every value, and makes paths absolute.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``, with a sentence that says what to do.
    func validated() throws(MartletError) -> CodexConfiguration {
        var result = self
        let home = environment["HOME"]
        result.workingDirectory = try Self.directory(workingDirectory ?? ".", "working directory", home: home)
        result.additionalDirectories = try additionalDirectories.map { (path) throws(MartletError) in
            try Self.directory(path, "additional directory", home: home)
        }
        if let codexHome { result.codexHome = try Self.directory(codexHome, "Codex home", home: home) }
        result.privateHomeDirectory = try privateHomes(home: home)
        for (name, value) in [
            ("timeout", timeout), ("idle timeout", idleTimeout), ("approval timeout", approvalTimeout),
        ] {
            if let value, value < .zero { throw Self.invalid("The \(name) is negative. Give a positive one, or nil.") }
        }
        // As documented: 0 is no limit.
        if timeout == .zero { result.timeout = nil }
        if idleTimeout == .zero { result.idleTimeout = nil }
        if approvalTimeout == .zero { result.approvalTimeout = nil }
        try Self.check(maximumConcurrentTurns, "number of concurrent turns")
        try Self.check(maximumChoices, "number of choices")
        try Self.check(bufferedEvents, "number of buffered events")
        try Self.check(maximumLineBytes, "length of lines")
        try Self.check(maximumTextBytes, "length of texts")
        if let maxTokens { try Self.check(maxTokens, "number of tokens") }
        if let temperature, !(0...2).contains(temperature) { throw Self.invalid("The temperature is not from 0 to 2.") }
        if let topP, !(0...1).contains(topP) { throw Self.invalid("top_p is not from 0 to 1.") }
        try Self.check(sandbox: sandbox)
        if let approvalPolicy { result.approvalPolicy = try Self.checked(approvalPolicy) }
        if let baseURL { result.baseURL = try Self.checked(baseURL: baseURL) }
        if let apiKey {
            let key = apiKey.trimmed
            guard !key.contains(where: { $0.isWhitespace || $0.isNewline }) else {
                throw Self.invalid("The API key has white space in it. Check how it was copied.")
            }
            result.apiKey = key.isEmpty ? nil : key
        }
        return result
    }

    static func check(sandbox: CodexSandbox) throws(MartletError) {
        guard [.readOnly, .workspaceWrite, .dangerFullAccess].contains(sandbox) else {
            throw invalid(
                "'\(sandbox.rawValue)' is no sandbox. Use 'read-only', 'workspace-write' or 'danger-full-access'.")
        }
    }

    static func checked(_ policy: CodexApprovalPolicy) throws(MartletError) -> CodexApprovalPolicy {
        do throws(MartletError) {
            return try CodexApprovalPolicy.parse(policy.rawValue).policy
        } catch {
            throw invalid(error.message)
        }
    }

    /// A directory that is there, as an absolute path.
    static func directory(_ path: String, _ what: String, home: String?) throws(MartletError) -> String {
        let expanded = DirectoryPath.expanded(path, home: home)
        guard DirectoryPath.isDirectory(expanded), let resolved = DirectoryPath.resolved(expanded) else {
            throw invalid("The \(what) '\(path)' is not a directory. Make it, or name another one.")
        }
        return resolved
    }

    /// Where private homes are made.
    private func privateHomes(home: String?) throws(MartletError) -> String? {
        let directory = privateHomeDirectory.map { DirectoryPath.expanded($0, home: home) } ?? defaultPrivateHomes
        guard let directory else { return nil }
        guard directory.hasPrefix("/") else {
            throw Self.invalid("The directory for private homes, '\(directory)', is not an absolute path.")
        }
        if privateHomeDirectory != nil, isTemporary(directory) {
            throw Self.invalid(
                """
                The directory for private homes, '\(directory)', lies in the temporary directory, where Codex's sandbox \
                refuses to work. Name another one.
                """)
        }
        return directory
    }

    /// Whether a directory lies where Codex's sandbox refuses to work: "CODEX_HOME lies under the temp dir ($TMPDIR, else
    /// /tmp)".
    func isTemporary(_ directory: String) -> Bool {
        let temporary = environmentAdditions["TMPDIR"] ?? environment["TMPDIR"] ?? ""
        return DirectoryPath.isInside(directory, directory: temporary.isEmpty ? "/tmp" : temporary)
    }

    private var defaultPrivateHomes: String? {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return "\(cache)/martlet/codex" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        #if canImport(Darwin)
        return "\(home)/Library/Caches/martlet/codex"
        #else
        return "\(home)/.cache/martlet/codex"
        #endif
    }

    private static func check(_ limit: Int, _ what: String) throws(MartletError) {
        guard limit > 0 else { throw invalid("The largest \(what) is \(limit). Give at least 1.") }
    }

    private static func checked(baseURL text: String) throws(MartletError) -> String {
        let url = text.trimmed
        let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url.hasPrefix("http://") ? url.dropFirst(7) : ""
        guard let first = rest.first, first != "/", !rest.contains(where: { $0.isWhitespace || $0 == "\"" }) else {
            throw invalid(
                "The base URL '\(Redactor.shown(url: url))' is none. Give one such as 'http://127.0.0.1:8484/v1'.")
        }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    static func invalid(_ message: String) -> MartletError { MartletError(.invalidConfiguration, message) }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
