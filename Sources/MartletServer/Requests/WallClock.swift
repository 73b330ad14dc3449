import Foundation

/// What time it is; tests set it.
struct WallClock: Sendable {
    /// In seconds since 1970.
    let now: @Sendable () -> Int
    /// In milliseconds since 1970.
    let milliseconds: @Sendable () -> Int

    /// A clock that knows whole seconds.
    init(now: @escaping @Sendable () -> Int) {
        self.now = now
        milliseconds = { now() * 1_000 }
    }

    private init(seconds: @escaping @Sendable () -> Double) {
        now = { Int(seconds()) }
        milliseconds = { Int(seconds() * 1_000) }
    }

    /// The system's.
    static let system = WallClock(seconds: { Date().timeIntervalSince1970 })

    /// A moment in ISO 8601, in UTC: `2026-11-28T09:30:00.123Z`.
    ///
    /// - Parameter milliseconds: Since 1970.
    static func text(milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
