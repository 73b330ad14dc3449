/// The keys that open the platform: those of its configuration, and those that it keeps.
struct KnownKeys: Sendable {
    let configured: APIKeys
    let stored: (any KeyStore)?

    /// Whether a client needs a key at all.
    func areNeeded() throws -> Bool {
        try !configured.isEmpty || stored?.hasKeys() == true
    }

    /// Whose key this is; nil when it is none, or was revoked. The configuration's keys are the default account's.
    func account(of key: String) throws -> AccountID? {
        configured.contains(key) ? .default : try stored?.account(ofKey: key)
    }
}
