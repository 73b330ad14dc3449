import Testing

/// Lets only a few tests of this target run at the same time.
///
/// Tests that measure time, and tests that keep a thread busy, otherwise all run at once on the few threads there are.
struct InTurn: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Turns.shared.take()
        do {
            try await function()
            await Turns.shared.giveBack()
        } catch {
            await Turns.shared.giveBack()
            throw error
        }
    }
}

extension Trait where Self == InTurn {
    /// Only a few of these tests run at the same time.
    static var inTurn: Self { InTurn() }
}

/// The turns that are left, and who waits for one.
private actor Turns {
    static let shared = Turns(3)

    private var left: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var first = 0

    init(_ count: Int) {
        left = count
    }

    func take() async {
        if left > 0 {
            left -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if first < waiting.count {
            let next = waiting[first]
            first += 1
            next.resume()
        } else {
            left += 1
        }
    }
}
