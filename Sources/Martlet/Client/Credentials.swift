import struct Foundation.CharacterSet

/// The key and what else tells a platform who calls.
struct Credentials: Sendable {
    var apiKey: String?
    var baseURL: String?
    var organization: String?
    var project: String?

    /// The key, checked.
    ///
    /// - Throws: ``MartletError/Code/invalidConfiguration`` when the platform needs one and there is none, or when it
    ///   could not stand in a header.
    func checkedKey(for platform: Platform) throws(MartletError) -> String? {
        let key = apiKey
        guard let key, !key.isEmpty else {
            if platform.requiresAPIKey {
                let names = platform.environment.apiKey.joined(separator: " or ")
                throw MartletError(
                    .invalidConfiguration,
                    "\(platform.name) needs a key: give apiKey or set \(names.isEmpty ? "it" : names) in the environment."
                )
            }
            return nil
        }
        guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw MartletError(
                .invalidConfiguration,
                "The key has white space or characters that cannot stand in a header; was it copied whole?")
        }
        return key
    }
}
