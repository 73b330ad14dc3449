/// Which addresses anyone may be sent to: those of the public internet, and no others.
///
/// The lists follow IANA's registries of special-purpose addresses (RFC 6890 and its successors). Of version 6 only what
/// is handed out at all, `2000::/3`, can be public.
package enum AddressRules {
    /// Whether an address is one of the public internet.
    package static func isPublic(_ address: IPAddress) -> Bool {
        if let inner = embedded(in: address) { return isPublic(inner) }
        if !address.isVersion6 { return !special4.contains { $0.contains(address) } }
        return global6.contains(address) && !special6.contains { $0.contains(address) }
    }

    /// The address of version 4 that one of version 6 stands for: mapped (RFC 4291), or behind the translator that
    /// everybody knows (RFC 6052), through which networks without version 4 reach all others.
    private static func embedded(in address: IPAddress) -> IPAddress? {
        guard mapped.contains(address) || translated.contains(address) else { return nil }
        return IPAddress(address.bytes.suffix(4).map { String($0) }.joined(separator: "."))
    }

    private static let mapped = AddressBlock("::ffff:0:0/96")
    private static let translated = AddressBlock("64:ff9b::/96")
    private static let global6 = AddressBlock("2000::/3")

    private static let special4: [AddressBlock] = [
        AddressBlock("0.0.0.0/8"),  // this network; 0.0.0.0 reaches this machine
        AddressBlock("10.0.0.0/8"),  // private
        AddressBlock("100.64.0.0/10"),  // shared by a provider's customers
        AddressBlock("127.0.0.0/8"),  // loopback
        AddressBlock("169.254.0.0/16"),  // link-local; clouds answer with credentials at 169.254.169.254
        AddressBlock("172.16.0.0/12"),  // private
        AddressBlock("192.0.0.0/24"),  // protocol assignments
        AddressBlock("192.0.2.0/24"),  // documentation
        AddressBlock("192.88.99.0/24"),  // relays to version 6, given up
        AddressBlock("192.168.0.0/16"),  // private
        AddressBlock("198.18.0.0/15"),  // benchmarks
        AddressBlock("198.51.100.0/24"),  // documentation
        AddressBlock("203.0.113.0/24"),  // documentation
        AddressBlock("224.0.0.0/4"),  // multicast
        AddressBlock("240.0.0.0/4"),  // reserved, and broadcast
    ]

    private static let special6: [AddressBlock] = [
        AddressBlock("2001::/23"),  // protocol assignments, Teredo among them
        AddressBlock("2001:db8::/32"),  // documentation
        AddressBlock("2002::/16"),  // 6to4, which holds any address of version 4
        AddressBlock("3fff::/20"),  // documentation
    ]
}
