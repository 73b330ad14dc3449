import Foundation
import MartletServer

/// An `http:` or `https:` URL, read so strictly that nobody else can read another host in it.
///
/// Programs disagree about odd URLs, and what is checked must be what is connected to. So a host is a plain name or an
/// address in the usual notation; anything else is refused instead of interpreted.
struct MediaURL: Hashable, Sendable {
    /// `http` or `https`.
    let scheme: String
    /// A name in lowercase, or an address; one of version 6 without brackets.
    let host: String
    /// The address that the host is, if it is one.
    let address: IPAddress?
    /// Nil for the scheme's own.
    let port: Int?
    /// The path, from its slash on, and the query.
    let target: String

    /// The URL without its fragment.
    var text: String {
        let name = address?.isVersion6 == true ? "[\(host)]" : host
        return "\(scheme)://\(name)\(port.map { ":\($0)" } ?? "")\(target)"
    }

    /// - Throws: ``PlatformError`` with `unsupported_url`. Its message never repeats the URL, which may hold a secret.
    init(_ url: String, maximumBytes: Int) throws(PlatformError) {
        guard url.utf8.count <= maximumBytes else {
            throw .unsupportedURL("The URL has \(url.utf8.count) bytes; the limit is \(maximumBytes).")
        }
        guard url.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .unsupportedURL("The URL has control characters. Remove them.")
        }
        guard let separator = url.range(of: "://"),
            let scheme = ["http", "https"].first(where: { $0 == url[..<separator.lowerBound].lowercased() })
        else {
            throw .unsupportedURL("The URL must begin with http://, https:// or data:.")
        }
        let rest = url[separator.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw .unsupportedURL("The URL has a user name or password. Give one without.")
        }
        self.scheme = scheme
        (host, address, port) = try Self.read(authority)
        let path = rest[authority.endIndex...].prefix { $0 != "#" }
        target = Self.escaped(path.hasPrefix("/") ? String(path) : "/" + path)
        // The HTTP client takes URLs apart by Foundation's rules.
        guard let read = URL(string: text), read.port == port, let name = read.host(percentEncoded: true),
            name.filter({ $0 != "[" && $0 != "]" }) == host
        else {
            throw .unsupportedURL("The URL is not valid.")
        }
    }

    /// The URL that a `Location` means when this one sends it.
    func redirected(to location: String, maximumBytes: Int) throws(PlatformError) -> MediaURL {
        guard let base = URL(string: text), let next = URL(string: location, relativeTo: base)?.absoluteURL else {
            throw .fetchFailed("\(host) redirects to something that is no URL.")
        }
        return try MediaURL(next.absoluteString, maximumBytes: maximumBytes)
    }

    private static func read(
        _ authority: Substring
    ) throws(PlatformError) -> (host: String, address: IPAddress?, port: Int?) {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]"), let address = IPAddress(authority[..<end].dropFirst()),
                address.isVersion6
            else {
                throw .unsupportedURL("The URL's host is not an address of IP version 6. Correct it.")
            }
            return (address.description, address, try port(authority[authority.index(after: end)...]))
        }
        let name = authority.prefix { $0 != ":" }
        let port = try port(authority[name.endIndex...])
        let host = name.lowercased()
        if let address = IPAddress(host) {
            guard address.description == host else { throw .oddAddress }
            return (host, address, port)
        }
        guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(isNameByte),
            !host.hasPrefix("."), !host.contains("..")
        else {
            throw .unsupportedURL(
                "The URL's host is not a plain name. Write names with other letters in their xn-- form.")
        }
        // Whatever ends in a number is read as an address somewhere: 127.1, 0x7f000001, 017700000001, 2130706433.
        let last = host.split(separator: ".").last ?? ""
        guard last.contains(where: { !$0.isNumber }), !last.hasPrefix("0x") else { throw .oddAddress }
        return (host, nil, port)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func port(_ text: Substring) throws(PlatformError) -> Int? {
        if text.isEmpty || text == ":" { return nil }
        let digits = text.dropFirst()
        guard text.hasPrefix(":"), digits.utf8.count <= 5,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else {
            throw .unsupportedURL("The URL's port must be a number from 1 to 65535.")
        }
        return port
    }

    /// A path and query with what is not allowed in one percent-encoded, as browsers do.
    private static func escaped(_ path: String) -> String {
        var result: [UInt8] = []
        for byte in path.utf8 {
            if byte > 0x20, byte < 0x7F, !#""<>\^`{|}"#.utf8.contains(byte) {
                result.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension PlatformError {
    fileprivate static var oddAddress: PlatformError {
        .unsupportedURL("The URL's host must be a name, or an address of four decimal numbers such as 192.0.2.1.")
    }
}
