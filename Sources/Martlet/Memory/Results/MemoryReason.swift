public import MartletAPI

/// Why the facts that a model extracted would not do alone.
public struct MemoryReason: Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reasons. Open.
    public struct Code: StringNewtype {
        public let rawValue: String
        /// Creates the value from its text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The chat call failed.
        public static let chatFailed = Code(rawValue: "chat_failed")
        /// The model refused, or a filter withheld its answer.
        public static let refused = Code(rawValue: "refused")
        /// The answer has no list of facts.
        public static let unreadable = Code(rawValue: "unreadable")
        /// The answer was cut off at the token limit.
        public static let cutOff = Code(rawValue: "cut_off")
        /// Facts were rejected because the conversation does not say so.
        public static let ungrounded = Code(rawValue: "ungrounded")
        /// The facts leave out what the user said.
        public static let incomplete = Code(rawValue: "incomplete")
    }

    /// What kind of reason it is.
    public var code: Code
    /// The reason in a sentence.
    public var message: String

    /// Creates a reason.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
