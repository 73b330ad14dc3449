public import MartletAPI

/// What ``CodexClient/doctor()`` found.
public struct CodexHealthReport: Hashable, Sendable, CustomStringConvertible {
    /// One thing that was looked at.
    public struct Check: Hashable, Sendable {
        /// How it stands.
        public enum Status: String, Hashable, Sendable {
            /// As it should be.
            case ok
            /// Requests work, but not all that they may ask for.
            case warning
            /// Requests will fail.
            case failed
        }

        /// What was looked at.
        public var name: String
        /// How it stands.
        public var status: Status
        /// What was found, and what to do about it.
        public var message: String

        /// Creates a value.
        public init(_ name: String, _ status: Status, _ message: String) {
            self.name = name
            self.status = status
            self.message = message
        }
    }

    /// What was looked at, in order.
    public var checks: [Check]
    /// What `codex doctor --json` writes; nil where there is no such command.
    public var codexReport: JSONValue?

    /// Whether nothing failed.
    public var isHealthy: Bool { !checks.contains { $0.status == .failed } }

    /// A line for each check.
    public var description: String {
        checks.map { "\($0.status.rawValue.uppercased()) \($0.name): \($0.message)" }.joined(separator: "\n")
    }
}
