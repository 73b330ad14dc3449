import Martlet
import MartletServer
import Testing

@testable import MartletCLI

/// Swift Testing has a type of the same name.
private typealias Status = MartletCLI.ExitStatus

struct ExitStatusTests {
    @Test(
        arguments: [
            (MartletError.Code.authentication, Status.authentication), (.rateLimited, .tryAgain),
            (.idleTimeout, .tryAgain), (.truncated, .cutOff), (.connection, .unavailable), (.server, .unavailable),
            (.invalidConfiguration, .configuration), (.notFound, .refused), (.contextLengthExceeded, .refused),
            (.runFailed, .refused), (.runCancelled, .refused), (.deadlineExceeded, .tryAgain),
        ])
    fileprivate func `each kind of failure has its exit code`(code: MartletError.Code, expected: Status) {
        #expect(Status(MartletError(code, "")) == expected)
    }

    @Test func `an interruption is 130, a bad configuration 78, and anything else a fault`() {
        struct Unforeseen: Error {}
        #expect(Status(CancellationError()).rawValue == 130)
        #expect(Status(PlatformConfigurationError("")).rawValue == 78)
        #expect(Status(Unforeseen()) == .fault)
    }
}
