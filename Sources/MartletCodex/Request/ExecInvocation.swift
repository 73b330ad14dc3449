import Martlet
import MartletAPI

/// A run of `codex exec` that answers a request. Lossy: roles become headings of one text.
struct ExecInvocation: Sendable {
    /// What must be in a file before the run.
    struct File: Hashable, Sendable {
        /// With its extension. Unique in the invocation.
        var name: String
        var bytes: [UInt8]
    }

    /// The prompt, for the standard input, which is closed behind it.
    let standardInput: [UInt8]
    /// To be written into a directory of their own, readable by nobody else, and removed after the run.
    let files: [File]
    /// What is lost on this way, a sentence each.
    let notes: [String]

    /// - Throws: `MartletError` with `invalidRequest` for what `exec` has no way to do: tools, and prompts of more than
    ///   1,048,576 characters.
    init(_ request: CodexRequest, resuming threadID: CodexThreadID? = nil) throws(MartletError) {
        throw MartletError(.invalidRequest, "")
    }

    /// The arguments behind the program's name. No key is among them.
    ///
    /// - Parameter directory: Where the files are; absolute.
    func arguments(filesIn directory: String) -> [String] { [] }
}
