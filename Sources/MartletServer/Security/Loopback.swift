/// The addresses that only this machine can reach.
enum Loopback {
    /// Whether an address to listen on, or the host of a `Host` header, is one of them.
    static func contains(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127"
            && parts.allSatisfy { $0.allSatisfy(\.isNumber) && UInt8($0) != nil }
    }

    /// Whether the `Host` header of a request names one of them, with or without a port.
    static func containsAuthority(_ authority: String) -> Bool {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return contains(String(authority[...end]))
        }
        return contains(String(authority.prefix { $0 != ":" }))
    }

    /// Whether the `Origin` header of a request names one of them: `http://localhost:3000`.
    static func containsOrigin(_ origin: String) -> Bool {
        guard let scheme = origin.firstRange(of: "://") else { return false }
        return containsAuthority(String(origin[scheme.upperBound...]))
    }
}
