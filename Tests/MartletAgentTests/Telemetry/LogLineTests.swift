import Foundation
import Logging
import MartletAPI
import Testing

@testable import MartletAgent

struct LogLineTests {
    private let date = Date(timeIntervalSince1970: 1_700_000_000.25)

    @Test func `A line has time, name, level, message and facts in order`() {
        let line = LogLine(
            date: date, label: "martlet.agent", level: .warning, message: "Said", metadata: ["b": "2", "a": "1"])
        #expect(line.text == "2023-11-14T22:13:20.250Z martlet.agent WARNING Said a=1 b=2\n")
    }

    @Test func `Without a name there is none, and facts of several lines stand below`() {
        let line = LogLine(
            date: date, label: nil, level: .debug, message: "HTTP request", metadata: ["url": "u", "body": "{\n}"])
        #expect(line.text == "2023-11-14T22:13:20.250Z DEBUG HTTP request url=u\n  body:\n    {\n    }\n")
    }

    @Test(arguments: [
        (0.0, "19700101_000000_000000"), (1_700_000_000.25, "20231114_221320_250000"),
        (1_700_000_000.000_004, "20231114_221320_000004"),
    ])
    func `The name of a dump has its time to the microsecond`(seconds: Double, stamp: String) {
        #expect(Date(timeIntervalSince1970: seconds).fileStamp.prefix(21) == stamp.prefix(21))
    }

    @Test func `JSON is indented and keeps its order`() throws {
        let value = try JSONValue(json: #"{"b":[1,{"x":null}],"a":{},"c":[],"d":"q\"\n"}"#)
        #expect(
            PrettyJSON.text(value) == """
                {
                  "b": [
                    1,
                    {
                      "x": null
                    }
                  ],
                  "a": {},
                  "c": [],
                  "d": "q\\"\\n"
                }
                """)
        #expect(PrettyJSON.text(json: "no".utf8) == nil)
    }
}
