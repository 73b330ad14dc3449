extension ThreadMessage {
    /// Moves reasoning that a server left between tags in the model's text to ``reasoningContent``.
    ///
    /// PixiGPT: "server's non-empty `reasoning_content` wins and content is left alone; otherwise apply the fallback to
    /// first text block […], replacing both fields." What a person wrote about tags is no reasoning: only messages of role
    /// ``ChatRole/assistant`` are touched. Attachments stay.
    public mutating func splitReasoning() {
        guard role == .assistant, reasoningContent?.isEmpty ?? true,
            let position = content.firstIndex(where: { $0.text != nil }), let text = content[position].text
        else { return }
        let output = ReasoningSplitter.splitClosedBlocks(text)
        guard output.reasoning != nil || output.text != text,
            let block = content[position].replacingText(with: output.text)
        else { return }
        content[position] = block
        reasoningContent = output.reasoning
    }
}
