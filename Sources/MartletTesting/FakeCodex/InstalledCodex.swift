import Foundation

/// The Codex command line of this machine, for tests that run the real one.
///
/// ```swift
/// @Test(.enabled(if: InstalledCodex.path != nil, InstalledCodex.hint))
/// ```
public enum InstalledCodex {
    /// `$MARTLET_CODEX`, else the one that `scripts/setup --interop` installs in the data directory. Nil when there is none:
    /// what is on `PATH` may be of any version.
    public static let path = find(ProcessInfo.processInfo.environment)

    /// Why a test without one is skipped.
    public static let hint: String =
        "There is no Codex command line: scripts/setup --interop brings one to Linux on x86-64; MARTLET_CODEX names another."

    static func find(_ environment: [String: String]) -> String? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let data =
            value("MARTLET_HOME") ?? value("XDG_DATA_HOME").map { $0 + "/martlet" }
            ?? value("HOME").map { $0 + "/.local/share/martlet" }
        let candidates = value("MARTLET_CODEX").map { [$0] } ?? data.map { [$0 + "/venv/bin/codex"] } ?? []
        return candidates.first(where: FileManager.default.isExecutableFile(atPath:))
    }
}
