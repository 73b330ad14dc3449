extension ThreadRun {
    /// Moves reasoning that a server left between tags in the answer's text to where it belongs; see
    /// ``ThreadMessage/splitReasoning()``.
    public mutating func splitReasoning() { message?.splitReasoning() }
}
