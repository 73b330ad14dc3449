/// What every error of a ``ChatAgent`` and of its configuration has: a sentence, and facts for programs.
///
/// The seven types that conform are those of the original's `ChatAPIException`, which is this protocol; catch
/// `any ChatAPIError` for all of them. `CancellationError` is none of them.
public protocol ChatAPIError: Error, Sendable, CustomStringConvertible {
    /// What went wrong and what to do.
    var message: String { get }
    /// Facts by name, in the protocol's spelling (`status_code`, `tool`, `file_path`, …). No value is empty.
    var details: [String: String] { get }
    /// The error underneath, when there is one.
    var cause: (any Error)? { get }
}

extension ChatAPIError {
    /// The message, and the details below it, one to a line.
    public var description: String {
        guard !details.isEmpty else { return message }
        let lines = details.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        return "\(message)\nDetails:\n\(lines.joined(separator: "\n"))"
    }
}
