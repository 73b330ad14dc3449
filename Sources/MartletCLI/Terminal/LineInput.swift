import Dispatch

/// Reads lines from the terminal without holding a thread that other work needs.
enum LineInput {
    /// The next line without its end; nil at the end of the input.
    ///
    /// - Parameter prompt: Written to standard error, so that standard output is the answers alone.
    static func read(prompt: String) async throws -> String? {
        Terminal.standardError(prompt)
        let line = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: readLine(strippingNewline: true)) }
        }
        if line == nil { Terminal.standardError("\n") }
        return line
    }
}
