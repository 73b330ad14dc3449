import Synchronization

/// Says on standard error what is waited for: with a moving line on a terminal, plainly once elsewhere, not at all when
/// the wait is short.
struct ProgressLine: Sendable {
    let isQuiet: Bool

    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    /// Runs `body` and says what it does meanwhile.
    func during<Result: Sendable>(
        _ text: String, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard !isQuiet else { return try await body() }
        let isTerminal = Terminal.errorIsTerminal
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                // Whoever waits less than this needs no word.
                try? await Task.sleep(for: .milliseconds(300))
                if Task.isCancelled { return nil }
                if !isTerminal {
                    Terminal.standardError("\(text)…\n")
                    return nil
                }
                var frame = 0
                while !Task.isCancelled {
                    Terminal.standardError("\r\(Self.frames[frame % Self.frames.count]) \(text)… ")
                    frame += 1
                    try? await Task.sleep(for: .milliseconds(100))
                }
                Terminal.standardError("\r\u{1B}[K")
                return nil
            }
            var result: Result?
            while let ended = try await group.next() {
                if let ended {
                    result = ended
                    group.cancelAll()
                }
            }
            guard let result else { throw CancellationError() }
            return result
        }
    }
}
