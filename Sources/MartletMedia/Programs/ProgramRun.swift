import NIOCore

/// What a program did.
struct ProgramRun: Sendable {
    /// What it wrote to standard output.
    var output: ByteBuffer
    /// The end of what it wrote to standard error.
    var errors: String
    /// Whether it ended by itself and says that it did its work.
    var isSuccess: Bool
}

/// Why a program did not get to its end.
enum ProgramFailure: Error, Sendable {
    case cannotStart(any Error)
    /// It took longer than ``ProgramLimits/time``.
    case timedOut
    /// It wrote more than ``ProgramLimits/outputBytes``.
    case outputTooLong
}
