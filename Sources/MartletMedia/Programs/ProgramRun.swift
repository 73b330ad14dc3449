import NIOCore

/// What a program did.
struct ProgramRun: Sendable {
    /// What it wrote to standard output.
    var output: ByteBuffer
    /// The end of what it wrote to standard error.
    var errors: String
    /// How it ended.
    var ending: Ending

    /// How a program ends.
    enum Ending: Hashable, Sendable {
        case exited(Int)
        case signaled(Int)
    }

    /// Whether it ended by itself and says that it did its work.
    var isSuccess: Bool { ending == .exited(0) }

    /// Whether the program itself is at fault: it cannot be executed (the shell's 126 and 127), or a signal ended it.
    var isBroken: Bool {
        switch ending {
        case .exited(let status): status == 126 || status == 127
        case .signaled: true
        }
    }
}

/// What a run that failed leaves for the log.
struct ProgramComplaint: Error, CustomStringConvertible {
    let run: ProgramRun

    var description: String { "\(run.ending): \(run.errors)" }
}

/// Why a program did not get to its end.
enum ProgramFailure: Error, Sendable {
    case cannotStart(any Error)
    /// It took longer than ``ProgramLimits/time``.
    case timedOut
    /// It wrote more than ``ProgramLimits/outputBytes``.
    case outputTooLong
}
