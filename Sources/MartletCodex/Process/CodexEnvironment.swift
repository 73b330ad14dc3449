/// The environment that a process of Codex gets.
///
/// Not ours: every variable is visible to every command that a model runs. Only what a process needs to run and to reach
/// the network is passed on, and what the caller adds.
enum CodexEnvironment {
    /// The variables that are passed on.
    static let names: Set<String> = [
        "ALL_PROXY", "CODEX_CA_CERTIFICATE", "HOME", "HTTPS_PROXY", "HTTP_PROXY", "LANG", "LC_ALL", "LC_CTYPE",
        "LOGNAME",
        "NO_PROXY", "PATH", "SHELL", "SSL_CERT_DIR", "SSL_CERT_FILE", "TMPDIR", "TZ", "USER", "all_proxy", "http_proxy",
        "https_proxy", "no_proxy",
    ]
    /// Where programs are looked for when nothing is passed on. The sandbox needs `bwrap` from there.
    static let defaultPath = "/usr/local/bin:/usr/bin:/bin"

    /// Makes the environment.
    ///
    /// - Parameters:
    ///   - base: The environment of the program.
    ///   - home: The directory that Codex keeps its state in; nil for the user's own, as the base says.
    ///   - key: The variable that has the key, and the key.
    ///   - additions: What the caller adds. It wins, but for the home and the key.
    static func make(
        from base: [String: String], home: String?, key: (variable: String, value: String)?,
        additions: [String: String]
    ) -> [String: String] {
        var environment = base.filter { names.contains($0.key) }
        environment["PATH"] = environment["PATH"].flatMap { $0.isEmpty ? nil : $0 } ?? defaultPath
        environment["NO_COLOR"] = "1"
        if let own = base["CODEX_HOME"], !own.isEmpty { environment["CODEX_HOME"] = own }
        environment.merge(additions) { _, added in added }
        if let home { environment["CODEX_HOME"] = home }
        if let key { environment[key.variable] = key.value }
        return environment
    }
}
