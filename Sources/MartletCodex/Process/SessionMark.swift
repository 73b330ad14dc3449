/// A variable in the environment of one process of Codex, and so in that of every command it runs, by which they are found
/// when it has ended without ending them.
struct SessionMark: Hashable, Sendable {
    /// The variable.
    static let name = "MARTLET_CODEX_SESSION"

    /// Its value, which no other process has.
    let value: String

    init() {
        value = String(UInt64.random(in: 1 ... .max), radix: 36) + String(UInt64.random(in: 1 ... .max), radix: 36)
    }

    /// `NAME=VALUE`, as it stands in the environment.
    var text: String { "\(Self.name)=\(value)" }
}
