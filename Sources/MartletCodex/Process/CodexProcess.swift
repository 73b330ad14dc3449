/// A running process of the Codex command line.
public protocol CodexProcess: Sendable {
    /// Hands on what the process writes to its standard output, in pieces as they come, until it has ended. Called once,
    /// beside ``readErrorOutput(_:)``: a process whose full pipe nobody reads stops.
    ///
    /// - Throws: When the output cannot be read.
    func readOutput(_ take: @Sendable ([UInt8]) -> Void) async throws

    /// Hands on what the process writes to its standard error, as ``readOutput(_:)`` does.
    func readErrorOutput(_ take: @Sendable ([UInt8]) -> Void) async throws

    /// Writes to the process's standard input. One write at a time.
    ///
    /// - Throws: When the process does not read any more.
    func write(_ bytes: [UInt8]) async throws

    /// Ends the process's standard input, once what is being written is written. Doing it twice is harmless.
    func closeInput() async

    /// Asks the process to end, as its ``CodexLaunch/ending`` says, and kills what is left of it and of its commands
    /// after the grace period. Returns when it has ended. Doing it twice is harmless.
    func end() async
}
