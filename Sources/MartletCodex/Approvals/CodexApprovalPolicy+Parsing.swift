public import Martlet

extension CodexApprovalPolicy {
    /// The policy that a word from a configuration means.
    ///
    /// `on-failure` was a value of older versions of Codex, and is a default of `claif_cod`; today's Codex takes it for
    /// `on-request`, and so does this.
    ///
    /// - Returns: The policy, and a sentence when the word meant something else once.
    /// - Throws: ``Martlet/MartletError`` with ``Martlet/MartletError/Code/invalidArgument`` for any other word.
    public static func parse(_ word: String) throws(MartletError) -> (policy: CodexApprovalPolicy, note: String?) {
        switch word {
        case untrusted.rawValue, onRequest.rawValue, never.rawValue: (CodexApprovalPolicy(rawValue: word), nil)
        case "on-failure":
            (.onRequest, "The approval policy 'on-failure' no longer exists; 'on-request' is used instead.")
        default:
            throw MartletError(
                .invalidArgument,
                "'\(word)' is no approval policy. Use 'untrusted', 'on-request' or 'never'.")
        }
    }
}
