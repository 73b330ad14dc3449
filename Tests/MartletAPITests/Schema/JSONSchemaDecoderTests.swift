import Foundation
import MartletAPI
import Testing

@Suite struct JSONSchemaDecoderTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-01-31T13:45:10Z", 1_769_867_110), ("2026-01-31t13:45:10z", 1_769_867_110),
        ("2026-01-31 13:45:10Z", 1_769_867_110), ("2026-01-31T13:45:10.5Z", 1_769_867_110.5),
        ("2026-01-31T13:45:10.250000000Z", 1_769_867_110.25), ("2026-01-31T15:45:10+02:00", 1_769_867_110),
        ("2026-01-31T08:15:10-05:30", 1_769_867_110), ("2024-02-29T00:00:00Z", 1_709_164_800),
        ("2000-02-29T12:00:00Z", 951_825_600), ("1969-12-31T23:59:59Z", -1), ("1600-01-01T00:00:00Z", -11_676_096_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("2016-12-31T23:59:60Z", 1_483_228_800),
    ])
    func `RFC 3339 times are read`(text: String, seconds: Double) {
        #expect(RFC3339.date(from: text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2026-01-31", "2026-01-31T13:45:10", "2026-01-31T13:45Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2026-01-31T24:00:00Z", "2026-01-31T13:60:00Z", "2026-01-31T13:45:61Z", "2026-01-31T13:45:10.Z",
        "2026-01-31T13:45:10Zjunk", "2026-01-31T13:45:10+0200", "2026-01-31T13:45:10+24:00", "26-01-31T13:45:10Z",
        " 2026-01-31T13:45:10Z", "２０２６-01-31T13:45:10Z",
    ])
    func `other texts are no times`(text: String) {
        #expect(RFC3339.date(from: text) == nil)
    }

    struct Everything: Decodable {
        enum Unit: String, CaseIterable, Decodable { case celsius }
        var date: Date
        var data: Data
        var url: URL
        var id: UUID
        var unit: Unit
        var amounts: [String: Decimal]
        var range: ClosedRange<Int>
        var any: JSONValue
        var none: Int?
    }

    @Test func `what the schema promises is what decoding takes`() throws {
        let value: JSONValue = [
            "date": "2026-01-31T13:45:10.5Z", "data": "aGVsbG8=", "url": "https://example.com/a",
            "id": "6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "unit": "celsius", "amounts": ["a": 0.1], "range": [1, 3],
            "any": ["x": 1],
        ]
        #expect(try JSONSchema(of: Everything.self).validate(value).isEmpty)
        let decoded = try JSONSchema.decoder().decode(Everything.self, from: Data(value.jsonBytes()))
        #expect(decoded.date.timeIntervalSince1970 == 1_769_867_110.5)
        #expect(decoded.data == Data("hello".utf8))
        #expect(decoded.amounts == ["a": Decimal(string: "0.1")])
        #expect(decoded.range == 1...3)
        #expect(decoded.any == ["x": 1])
    }

    @Test func `what the schema refuses decoding refuses too`() throws {
        let schema = try JSONSchema(of: Everything.self)
        let value: JSONObject = [
            "date": "2026-01-31T13:45:10Z", "data": "", "url": "https://example.com/a",
            "id": "6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "unit": "celsius", "amounts": [:], "range": [1, 3], "any": 1,
        ]
        for (key, wrong) in [
            ("unit", "kelvin"), ("date", 5), ("data", 5), ("amounts", ["a": "b"]), ("range", [1]), ("range", 1),
        ] as [(String, JSONValue)] {
            var changed = value
            changed[key] = wrong
            #expect(!schema.validate(.object(changed)).isEmpty)
            #expect(throws: DecodingError.self) {
                try JSONSchema.decoder().decode(Everything.self, from: Data(changed.jsonBytes()))
            }
        }
    }
}

extension JSONObject {
    fileprivate func jsonBytes() throws -> [UInt8] { try JSONValue.object(self).jsonBytes() }
}
