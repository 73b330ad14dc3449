import Foundation

/// Where the platform keeps what it has: engine, models, state.
struct DataDirectory: Sendable {
    let path: String
    let models: String

    init(settings: Settings, environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = settings[.home].map { Self.expanded($0) } ?? Self.path(environment)
        models = settings[.models].map { Self.expanded($0) } ?? path + "/models"
    }

    /// `MARTLET_HOME`, else the XDG data directory.
    static func path(_ environment: [String: String]) -> String {
        if let home = environment["MARTLET_HOME"], !home.isEmpty { return expanded(home) }
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return expanded(data) + "/martlet" }
        return NSHomeDirectory() + "/.local/share/martlet"
    }

    private static func expanded(_ path: String) -> String {
        path == "~" || path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
    }
}
