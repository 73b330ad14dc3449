import HTTPTypes
import Testing

@testable import Martlet

@Suite(.inTurn) struct RetryAfterTests {
    private static let now = UnixTime(milliseconds: 784_111_777_000)

    @Test(
        arguments: [
            ("3", nil, .seconds(3)),
            ("0", nil, .zero),
            ("1.5", nil, .milliseconds(1_500)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", nil, .seconds(10)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", nil, .zero),
            (nil, "250", .milliseconds(250)),
            ("9", "250", .milliseconds(250)),
            ("9", "soon", .seconds(9)),
            ("-1", nil, nil),
            ("", nil, nil),
            ("nan", nil, nil),
            (nil, "-5", nil),
            ("soon", nil, nil),
            ("Sun, 99 Nov 1994 08:49:47 GMT", nil, nil),
            (nil, nil, nil),
        ] as [(String?, String?, Duration?)])
    func `T45 the wait is read in seconds, as a date and in milliseconds`(
        _ seconds: String?, _ milliseconds: String?, _ expected: Duration?
    ) {
        var headers = HTTPFields()
        headers[.retryAfter] = seconds
        headers[RetryAfter.milliseconds] = milliseconds
        #expect(RetryAfter.delay(in: headers, now: Self.now) == expected)
    }

    @Test(arguments: ["1e100", "inf", "999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
    func `T45 an absurd wait is one that no policy grants`(_ value: String) throws {
        let delay = try #require(RetryAfter.delay(in: [.retryAfter: value], now: Self.now))
        #expect(delay > RetryPolicy().maximumRetryAfter)
    }
}
