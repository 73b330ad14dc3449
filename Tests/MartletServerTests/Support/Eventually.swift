/// Waits until something is so, looking again and again.
///
/// - Parameters:
///   - what: What is waited for, for the error.
///   - timeout: How long at most. Generous: it only decides how late a failing test fails.
///   - condition: Whether it is so.
/// - Throws: ``NeverHappened`` when the time is over.
func eventually(
    _ what: String, within timeout: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + timeout
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(what: what) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Something that was waited for did not happen.
struct NeverHappened: Error, CustomStringConvertible {
    var what: String
    var description: String { "This never happened: \(what)" }
}
