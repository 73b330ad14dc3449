import MartletAPI
import Testing

@Suite struct JSONReaderNumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("123456789012345678", 123_456_789_012_345_678),
        ("-999999999999999999", -999_999_999_999_999_999), ("1000000000000000000", 1_000_000_000_000_000_000),
        ("9223372036854775807", Int.max), ("9223372036854775806", Int.max - 1), ("-9223372036854775808", Int.min),
        ("-9223372036854775807", Int.min + 1),
    ])
    func `T62 an integer that fits 64 bits is one`(text: String, integer: Int) throws {
        #expect(try JSONValue(json: text) == .integer(integer))
        #expect(try JSONValue.integer(integer).jsonText() == String(integer))
    }

    @Test(arguments: [
        ("9223372036854775808", 0x1p63), ("-9223372036854775809", -0x1p63), ("18446744073709551615", 0x1p64),
        ("100000000000000000000", 1e20), ("1" + String(repeating: "0", count: 300), 1e300), ("1.0", 1), ("-0.0", -0.0),
        ("1e2", 100),
        ("0.1", 0.1), ("5e-324", Double.leastNonzeroMagnitude),
        ("4.9406564584124654e-324", Double.leastNonzeroMagnitude), ("2.2250738585072014e-308", 0x1p-1022),
        ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("123e-10000000", 0),
        ("0.000000000000000000000000000001", 1e-30),
        ("9007199254740993.0", 9_007_199_254_740_992), ("0e99999999999", 0),
    ])
    func `any other number is the nearest double`(text: String, double: Double) throws {
        guard case .number(let read) = try JSONValue(json: text) else {
            Issue.record("not read as a double")
            return
        }
        #expect(read.bitPattern == double.bitPattern)
    }

    @Test(arguments: ["1e309", "-1e309", "1e9999999999", "[1E+400]", "1" + String(repeating: "0", count: 400)])
    func `a number beyond the doubles is an error and not infinity`(text: String) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(json: text) }
        #expect(error.code == .syntax)
    }

    @Test func `doubles survive writing and reading bit by bit`() throws {
        var random = SplitMix64(seed: 62)
        var checked = 0
        while checked < 20_000 {
            let double = Double(bitPattern: random.next())
            guard double.isFinite else { continue }
            checked += 1
            let text = try JSONValue.number(double).jsonText()
            guard case .number(let read) = try JSONValue(json: text), read.bitPattern == double.bitPattern else {
                Issue.record("\(text) is read as another number")
                return
            }
        }
    }

    @Test func `integers of every size survive writing and reading`() throws {
        var random = SplitMix64(seed: 63)
        for _ in 0..<5_000 {
            let integer = random.integer()
            #expect(try JSONValue(json: JSONValue.integer(integer).jsonText()) == .integer(integer))
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what JSON cannot express is an error when written`(double: Double) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue.array([.number(double), 1]).jsonText() }
        #expect(error.code == .notANumber)
        var request = ChatCompletionRequest(model: "m", messages: [])
        request.temperature = double
        #expect(throws: JSONError.self) { try request.jsonBytes() }
    }
}
