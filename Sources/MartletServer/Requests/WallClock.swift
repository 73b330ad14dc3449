import Foundation

/// What time it is, in seconds since 1970; tests set it.
struct WallClock: Sendable {
    let now: @Sendable () -> Int

    /// The system's.
    static let system = WallClock { Int(Date().timeIntervalSince1970) }
}
