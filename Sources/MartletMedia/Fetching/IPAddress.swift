import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// An address of version 4 or 6.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 bytes, in network order.
    package let bytes: [UInt8]
    /// In the usual notation: four decimal numbers, or groups of hexadecimal digits.
    package let description: String

    /// The address that a text in the usual notation names; nil for anything else, octal and hexadecimal numbers among it.
    package init?(_ text: some StringProtocol) {
        // What follows a percent sign names an interface, of which nothing is left in the bytes.
        guard !text.contains("%"), let address = try? SocketAddress(ipAddress: String(text), port: 0) else {
            return nil
        }
        self.init(address)
    }

    /// The address of a socket; nil for one that is a path.
    init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        let (family, count) = address.protocol == .inet6 ? (AF_INET6, 16) : (AF_INET, 4)
        var bytes = [UInt8](repeating: 0, count: count)
        guard inet_pton(family, text, &bytes) == 1 else { return nil }
        self.bytes = bytes
        description = text
    }

    var isVersion6: Bool { bytes.count == 16 }
}
