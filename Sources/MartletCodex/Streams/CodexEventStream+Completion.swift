public import MartletAPI

extension CodexEventStream {
    /// The completion, once the stream was read to its end, with what happened beside the answer in its member `codex`.
    ///
    /// - Throws: What the stream ended with; ``Martlet/MartletError/Code/truncated`` while it has not ended.
    public func completion() throws -> ChatCompletion { try source.completion() }
}
