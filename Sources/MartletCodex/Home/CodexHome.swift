#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// The directory in which the user's own Codex keeps its state and its login.
enum CodexHome {
    /// `$CODEX_HOME`, else `~/.codex`. Nil without a home directory.
    static func path(environment: [String: String]) -> String? {
        if let home = environment["CODEX_HOME"], !home.isEmpty { return home }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.codex" }
    }

    /// Whether somebody is logged in there: Codex keeps the login in `auth.json`.
    static func hasLogin(environment: [String: String]) -> Bool {
        path(environment: environment).map { access("\($0)/auth.json", F_OK) == 0 } ?? false
    }
}
