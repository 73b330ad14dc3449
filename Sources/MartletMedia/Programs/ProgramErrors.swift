import HTTPTypes
import MartletServer

extension PlatformError {
    /// Media that begin as what they should be and are broken further on.
    static func unreadable(_ what: String) -> PlatformError {
        .unsupportedMedia("The \(what) cannot be read: it is damaged, or of a form that is not known. Encode it again.")
    }

    /// What a caller is told when a program ended without having done its work: that the media are damaged, unless the
    /// program itself is.
    static func failed(_ program: Program, _ run: ProgramRun, what: String) -> PlatformError {
        var error =
            run.isBroken
            ? PlatformError(
                .internalServerError, code: "program_failed",
                "\(program.name) failed. The platform's log has the reason under this request's id.")
            : .unreadable(what)
        error.cause = ProgramComplaint(run: run)
        return error
    }

    /// What a caller is told when a program did not get to its end.
    static func failed(
        _ program: Program, _ failure: ProgramFailure, what: String, limits: ProgramLimits
    ) -> PlatformError {
        switch failure {
        case .timedOut:
            return .invalidRequest(
                """
                Reading the \(what) took longer than the limit of \(limits.time.components.seconds) seconds. Give a \
                smaller or shorter one.
                """, code: "media_timeout")
        case .outputTooLong:
            return PlatformError(
                .contentTooLarge, code: "media_too_large",
                "What is in the \(what) is larger than the limit of \(limits.outputBytes) bytes. Give a smaller one.")
        case .cannotStart(let cause):
            var error = PlatformError(
                .internalServerError, code: "program_failed",
                "\(program.name) cannot be started. The platform's log has the reason under this request's id.")
            error.cause = cause
            return error
        }
    }
}
