import Martlet
import MartletTesting
import Testing

@testable import MartletCodex

struct DeadlineTests {
    @Test func `what takes too long is cancelled, with an error of its own`() async throws {
        let error = await #expect(throws: MartletError.self) {
            try await Deadline(.milliseconds(20)).limit { try await Task.sleep(for: .seconds(600)) }
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func `without a limit nothing is cancelled`() async throws {
        #expect(try await Deadline(nil).limit { 1 } == 1)
        #expect(Deadline(nil).remaining == nil)
    }

    @Test func `a value that comes in time is the result, and an error is passed on`() async throws {
        struct Trouble: Error {}
        #expect(try await Deadline(.seconds(60)).limit { 2 } == 2)
        await #expect(throws: Trouble.self) { try await Deadline(.seconds(60)).limit { throw Trouble() } }
    }
}
