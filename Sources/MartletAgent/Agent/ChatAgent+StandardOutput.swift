import Foundation

extension ChatAgent {
    /// Writes to standard output, without a buffer.
    public static let standardOutput: @Sendable (String) -> Void = { text in
        // Nobody can be told when it is closed; the text is delivered all the same.
        try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    }
}
