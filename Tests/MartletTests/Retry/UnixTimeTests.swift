import Testing

@testable import Martlet

@Suite(.inTurn) struct UnixTimeTests {
    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        // RFC 9110's example.
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        ("Wed, 01 Mar 2000 00:00:00 UTC", 951_868_800),
        ("Fri, 31 Dec 2100 23:59:60 GMT", 4_133_980_800),
    ])
    func `an HTTP date is read`(_ text: String, _ seconds: Int) {
        #expect(UnixTime(httpDate: text)?.milliseconds == seconds * 1_000)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT+2", "Sunday, 06-Nov-94 08:49:37 GMT", "::::::: GMT",
    ])
    func `what is no HTTP date is none`(_ text: String) {
        #expect(UnixTime(httpDate: text) == nil)
    }
}
