import Testing

@testable import MartletEngine

@Suite struct RestartPolicyTests {
    @Test func `the wait doubles from half a second to half a minute`() {
        let policy = RestartPolicy()
        let delays = (0...9).map { policy.delay(afterFailures: $0) }
        #expect(delays == [0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .milliseconds(Int($0 * 1_000)) })
        #expect(policy.delay(afterFailures: .max) == .seconds(30))
    }
}
