/// What to do with parameters of a request that Codex has no way to honour: `temperature`, `top_p`, `seed`, …
///
/// Values out of range are an error in either case.
public enum CodexUnsupportedParameters: String, Hashable, Sendable, CaseIterable {
    /// Leave them out and say so in the answer's warnings.
    case warn
    /// Refuse the request with ``Martlet/MartletError/Code/invalidRequest``.
    case error
}
