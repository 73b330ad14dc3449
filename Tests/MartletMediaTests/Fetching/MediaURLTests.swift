import MartletServer
import Testing

@testable import MartletMedia

@Suite struct MediaURLTests {
    private func read(_ url: String) throws(PlatformError) -> MediaURL { try MediaURL(url, maximumBytes: 200) }

    @Test(arguments: [
        ("http://example.com", "http://example.com/"),
        ("HTTPS://Example.COM/a.png", "https://example.com/a.png"),
        ("https://example.com:8443/a/b?c=d#part", "https://example.com:8443/a/b?c=d"),
        ("http://example.com?q=1", "http://example.com/?q=1"),
        ("http://example.com:/a", "http://example.com/a"),
        ("http://192.0.2.1/a", "http://192.0.2.1/a"),
        ("http://[2001:DB8::1]:81/a", "http://[2001:db8::1]:81/a"),
        ("http://my_host.example-1.com./a", "http://my_host.example-1.com./a"),
        ("http://example.com/über bar", "http://example.com/%C3%BCber%20bar"),
        ("http://example.com/a%20b?x={1}", "http://example.com/a%20b?x=%7B1%7D"),
        ("http://example.com/@evil.com", "http://example.com/@evil.com"),
        ("http://1password.com/", "http://1password.com/"),
    ])
    func `a plain URL is read, and written in one form`(_ url: String, _ text: String) throws {
        #expect(try read(url).text == text)
    }

    @Test(arguments: [
        "", "example.com", "//example.com", "ftp://example.com/a", "file:///etc/passwd", "gopher://example.com/",
        "unix:///run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "http:example.com", "http:///a", "http://:80/",
        // User names and what looks like other hosts.
        "http://user@example.com/", "http://user:pw@example.com/", "http://example.com@127.0.0.1/",
        "http://example.com\\@127.0.0.1/", "http://127.0.0.1\\.example.com/", "http://exam%70le.com/",
        "http://example.com%00.evil.com/", "http://exa mple.com/", "http://exa\tmple.com/",
        "http://example.com\r\nHost: a/",
        "http://ⓛocalhost/", "http://münchen.de/", "http://.example.com/", "http://a..b/", "http://[::1", "http://[]/",
        "http://[127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://[::1]x/",
        // Addresses in the notations that some programs take.
        "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://017700000001/",
        "http://0177.0.0.1/", "http://127.0.0.1./", "http://127.0.0.01/", "http://1.2.3.4.5/", "http://example.0x7f/",
        "http://①②⑦.0.0.1/", "http://999.999.999.999/",
        // Ports.
        "http://example.com:0/", "http://example.com:65536/", "http://example.com:+80/", "http://example.com:8a/",
        "http://example.com:000080/",
    ])
    func `what anyone could read in another way is refused`(_ url: String) async {
        let failed = await failure { try read(url) }
        #expect(failed.status == 400)
        #expect(failed.code == "unsupported_url")
    }

    @Test func `a long URL is refused with the limit`() async {
        let failed = await failure { try read("http://example.com/" + String(repeating: "a", count: 200)) }
        #expect(failed.message.contains("200"))
    }

    @Test(arguments: [
        ("/b?c", "http://example.com:81/b?c"), ("b", "http://example.com:81/x/b"),
        ("//other.com/", "http://other.com/"),
        ("https://other.com/a", "https://other.com/a"), ("?q", "http://example.com:81/x/y?q"),
    ])
    func `a redirect is understood from where it stands`(_ location: String, _ text: String) throws {
        #expect(
            try read("http://example.com:81/x/y").redirected(to: location, maximumBytes: 200).text == text)
    }
}
