import Testing

@testable import MartletMedia

@Suite struct AddressRulesTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0", "191.255.255.255",
        "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255",
        "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2620:4f:8000::1",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    ])
    func `an address of the public internet is one`(_ text: String) throws {
        #expect(AddressRules.isPublic(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        // This network, private ones, those of providers and links, loopback.
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
        // Documentation, benchmarks, protocols, multicast, reserved, broadcast.
        "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        // The same in version 6: unspecified, loopback, link-local, site-local, unique local, multicast.
        "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "100::1", "2001:db8::1", "3fff::1",
        // Addresses of version 4 within: mapped, compatible, translated, Teredo, 6to4, ISATAP's prefix.
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "2001::1", "2002:7f00:1::1", "5f00::1",
    ])
    func `any other address is not`(_ text: String) throws {
        #expect(!AddressRules.isPublic(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        "", "1.2.3", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5", "256.1.1.1", "fe80::1%eth0", "a.b",
    ])
    func `what is not in the usual notation is no address`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }
}
