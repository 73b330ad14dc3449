import Crypto

/// The keys that clients may use. Only their hashes are kept.
public struct APIKeys: Sendable, ExpressibleByArrayLiteral {
    private let hashes: [SHA256Digest]

    /// No keys.
    public init() { hashes = [] }

    /// These keys, without the white space around them; blank ones do not count.
    public init(_ keys: some Sequence<String>) {
        hashes = keys.compactMap { key in
            let key = key.drop(while: \.isWhitespace)
            guard let last = key.lastIndex(where: { !$0.isWhitespace }) else { return nil }
            return SHA256.hash(data: Array(key[...last].utf8))
        }
    }

    public init(arrayLiteral elements: String...) { self.init(elements) }

    /// Whether there are none.
    public var isEmpty: Bool { hashes.isEmpty }

    /// Whether `key` is one of them. Takes the same time whichever it is: digests compare in constant time, and all of
    /// them are compared.
    public func contains(_ key: some StringProtocol) -> Bool {
        let digest = SHA256.hash(data: Array(key.utf8))
        return hashes.reduce(false) { found, hash in hash == digest || found }
    }
}
