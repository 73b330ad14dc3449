import HTTPTypes
import Testing

@testable import Martlet

@Suite(.inTurn) struct RedactorTests {
    private static let key = "k/3y+secret"

    @Test(arguments: [
        ("no \(key).", "no [redacted]."),
        (#"{"key":"k\/3y+secret"}"#, #"{"key":"[redacted]"}"#),
        ("https://x/?q=k%2F3y%2Bsecret&r", "https://x/?q=[redacted]&r"),
        ("\(key)\(key)", "[redacted][redacted]"),
        ("Incorrect API key provided: sk-proj-abc_DEF-123.", "Incorrect API key provided: sk-[redacted]"),
        ("authorization=sk-abcdefgh!", "authorization=sk-[redacted]!"),
        (#"{"Authorization":"Bearer abc.def.ghi"}"#, #"{"Authorization":"Bearer [redacted]"}"#),
        ("BEARER abcdefghi", "BEARER [redacted]"),
        ("Basic dXNlcjpwYXNzd29yZA==", "Basic [redacted]"),
        (
            "https://b/o?X-Amz-Credential=AKIAIOSFODNN7%2F2&X-Amz-Signature=0123456789abcdef&x=1",
            "https://b/o?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&x=1"
        ),
        (#"https://b/o?a=1\u0026sig=0123456789abcdef"#, #"https://b/o?a=1\u0026sig=[redacted]"#),
        ("https://b/o?key=AIzaSyA0123456789", "https://b/o?key=[redacted]"),
        ("access_token=0123456789", "access_token=[redacted]"),
        // Language.
        ("the bearer of the ring", "the bearer of the ring"),
        ("a risk-adjusted-return", "a risk-adjusted-return"),
        ("monkey=bananas-and-more", "monkey=bananas-and-more"),
        ("sk-", "sk-"), ("key=", "key="), ("", ""), ("Grüße 🦊", "Grüße 🦊"),
        ("\(key) Grüße 🦊", "[redacted] Grüße 🦊"),
    ])
    func `T44 keys, tokens and signatures are taken out, words are not`(_ text: String, _ expected: String) {
        #expect(Redactor(secrets: [Self.key]).redact(text) == expected)
        #expect(Redactor(secrets: [Self.key]).redact(Array(text.utf8)) == Array(expected.utf8))
    }

    @Test func `T44 a key that begins with another one is taken out whole`() {
        #expect(Redactor(secrets: ["abcd", "abcdefgh"]).redact("abcdefgh abcd") == "[redacted] [redacted]")
    }

    @Test func `a key that is too short to search for is left`() {
        #expect(Redactor(secrets: ["abc", ""]).redact("abc") == "abc")
    }

    @Test func `T44 the secrets of a call's own headers and query are known`() {
        var options = RequestOptions()
        options.headers = [.authorization: "Bearer hush-hush", .userAgent: "me-myself"]
        options.query = [("api-version", "2024-10-21"), ("subscription-key", "silence!")]
        let redactor = Redactor(secrets: ["the-clients"]).adding(options)
        #expect(
            redactor.redact("the-clients hush-hush silence! me-myself 2024-10-21")
                == "[redacted] [redacted] [redacted] me-myself 2024-10-21")
    }

    @Test(arguments: [
        ("https://user:pa@ss@host:1/p?sig=1#f", "https://host:1/p"), ("http://[::1]:8/v1", "http://[::1]:8/v1"),
        ("nonsense", "nonsense"), ("sk-abcdefghijk", "sk-[redacted]"),
    ])
    func `T44 a URL is shown without user, password and query`(_ url: String, _ expected: String) {
        #expect(Redactor.shown(url: url) == expected)
    }

    @Test func `a megabyte is searched in an instant`() async throws {
        let body = Array(repeating: Array(#"{"key":"value","sk":"Bearer of news","b":"#.utf8), count: 25_000).flatMap {
            $0
        }
        let redactor = Redactor(secrets: [Self.key])
        // Searching byte by byte for each secret anew took minutes.
        let same = try await within(.seconds(60)) { redactor.redact(body) == body }
        #expect(same)
    }
}
