public import Martlet

extension MartletError.Code {
    /// The Codex command line is not installed, not executable, or something else by that name. A kind of
    /// ``connection``; not worth another attempt.
    public static let cliNotFound = MartletError.Code(rawValue: "connection.cli_not_found")
    /// The process ended with an exit code other than 0 and did not say why in its events; the message has the end of
    /// its standard error. A kind of ``connection``.
    public static let processFailed = MartletError.Code(rawValue: "connection.process_failed")
    /// A signal ended the process, and it was not ours. A kind of ``connection``.
    public static let processKilled = MartletError.Code(rawValue: "connection.process_killed")
    /// Codex did not keep to its protocol: it ended well without an answer, or printed something else. A kind of
    /// ``connection``.
    public static let protocolViolation = MartletError.Code(rawValue: "connection.protocol_violation")
}
