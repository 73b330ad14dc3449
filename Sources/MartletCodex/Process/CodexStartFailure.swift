/// A process could not be started.
struct CodexStartFailure: Error, CustomStringConvertible {
    /// The file that was to run.
    var executable: String
    /// What the system says.
    var cause: any Error

    var description: String { "\(executable) cannot be started: \(cause)" }
}
