extension ChatCompletion {
    /// The fenced code blocks in the text of the first choice, in order. ``CodeBlock/all(in:)`` has the rules.
    public var codeBlocks: [CodeBlock] { CodeBlock.all(in: text) }
}
