/// The addresses that begin with the same bits.
struct AddressBlock: Hashable, Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// A block in the notation of the registries: `10.0.0.0/8`.
    init(_ text: StaticString) {
        let parts = "\(text)".split(separator: "/")
        guard parts.count == 2, let address = IPAddress(parts[0]), let bits = Int(parts[1]),
            (0...address.bytes.count * 8).contains(bits)
        else {
            preconditionFailure("\(text) is no block of addresses")
        }
        (bytes, self.bits) = (address.bytes, bits)
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == bytes.count else { return false }
        let whole = bits / 8
        guard address.bytes.prefix(whole).elementsEqual(bytes.prefix(whole)) else { return false }
        let rest = bits % 8
        return rest == 0 || (address.bytes[whole] ^ bytes[whole]) >> (8 - UInt8(rest)) == 0
    }
}
