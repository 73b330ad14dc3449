import Foundation
public import MartletAPI

extension ChatAgent {
    /// The history: what every call sends before what the user says. A call under way is not in it yet.
    public var messages: [ChatMessage] { core.snapshot.messages }

    /// Takes all system messages out of the history and puts a new one at its beginning.
    public func setSystemPrompt(_ prompt: String) {
        core.update { state in
            state.messages.removeAll { $0.role == .system }
            state.messages.insert(.system(prompt), at: 0)
        }
    }

    /// Appends a message to the history. It is not checked.
    public func addMessage(_ message: ChatMessage) {
        core.update { $0.messages.append(message) }
    }

    /// Empties the history. Tools and statistics stay.
    ///
    /// - Parameter keepSystem: Whether system messages stay. Default true.
    public func clearHistory(keepSystem: Bool = true) {
        core.update { state in
            state.messages.removeAll { !keepSystem || $0.role != .system }
        }
    }

    /// Replaces the whole history. It is not checked.
    public func setMessages(_ messages: [ChatMessage]) {
        core.update { $0.messages = messages }
    }

    // MARK: Files

    /// Writes the history to a file, as a JSON array of messages in OpenAI's form, which replaces what is there as a
    /// whole. Directories are made. Images and videos are in it.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be written.
    public func saveHistory(to path: String) throws(ConfigurationError) {
        try HistoryFile(path: path).write(messages)
    }

    /// Reads the history from a file that ``saveHistory(to:)`` wrote, and puts it in the place of the present one.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be read or holds no messages; the history is then what it was.
    public func loadHistory(from path: String) throws(ConfigurationError) {
        let messages = try HistoryFile(path: path).read()
        setMessages(messages)
    }
}
