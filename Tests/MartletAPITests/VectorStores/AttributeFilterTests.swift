import MartletAPI
import Testing

@Suite struct AttributeFilterTests {
    private static let attributes: JSONObject = ["region": "us", "year": 2024, "score": 0.5, "draft": false]

    @Test(arguments: [
        (#"{"type":"eq","key":"region","value":"us"}"#, true), (#"{"type":"eq","key":"region","value":"eu"}"#, false),
        (#"{"type":"eq","key":"year","value":2024.0}"#, true), (#"{"type":"eq","key":"none","value":"us"}"#, false),
        (#"{"type":"ne","key":"region","value":"eu"}"#, true), (#"{"type":"ne","key":"none","value":"eu"}"#, true),
        (#"{"type":"gt","key":"year","value":2023}"#, true), (#"{"type":"gt","key":"year","value":2024}"#, false),
        (#"{"type":"gte","key":"year","value":2024}"#, true), (#"{"type":"lt","key":"score","value":0.6}"#, true),
        (#"{"type":"lte","key":"score","value":0.4}"#, false), (#"{"type":"gt","key":"region","value":1}"#, false),
        (#"{"type":"in","key":"region","value":["eu","us"]}"#, true),
        (#"{"type":"nin","key":"region","value":["eu","us"]}"#, false),
        (#"{"type":"nin","key":"none","value":["eu"]}"#, true),
        (#"{"type":"eq","key":"draft","value":false}"#, true),
        (
            #"{"type":"and","filters":[{"type":"eq","key":"region","value":"us"},{"type":"or","filters":["#
                + #"{"type":"lt","key":"year","value":2000},{"type":"eq","key":"draft","value":false}]}]}"#, true
        ),
        (
            #"{"type":"or","filters":[{"type":"eq","key":"region","value":"eu"},{"type":"gt","key":"year","value":3000}]}"#,
            false
        ),
    ])
    func `a filter means what OpenAI says, and survives a round trip`(_ json: String, _ passes: Bool) throws {
        let filter = try AttributeFilter(json: json)
        #expect(try filter.vectorFilter().matches(Self.attributes) == passes)
        #expect(try JSONValue(json: filter.jsonText()) == JSONValue(json: json))
    }

    @Test(arguments: [
        #"{"type":"like","key":"a","value":"b"}"#, #"{"type":"eq","key":"a","value":{"b":1}}"#,
        #"{"type":"in","key":"a","value":"b"}"#, #"{"type":"gt","key":"a","value":true}"#,
        #"{"type":"and","filters":[]}"#, #"{"type":"eq","key":"a"}"#, #"{"type":"and","key":"a","value":"b"}"#,
        #"{"type":"eq","key":"a","value":"b","more":1}"#, #"{"type":"in","key":"a","value":[["b"]]}"#, "{}",
    ])
    func `what is no filter is kept, and refused in words`(_ json: String) throws {
        let filter = try AttributeFilter(json: json)
        #expect(throws: VectorFilterError.self) { try filter.vectorFilter() }
        #expect(try JSONValue(json: filter.jsonText()) == JSONValue(json: json))
    }

    @Test func `a filter that is nested too deep or too large is refused`() throws {
        var filter = AttributeFilter.equal("a", 1)
        for _ in 0..<VectorFilter.maximumDepth { filter = .all([filter]) }
        _ = try filter.vectorFilter()
        #expect(throws: VectorFilterError.self) { try AttributeFilter.any([filter]).vectorFilter() }
        let values = Array(repeating: JSONValue.integer(1), count: VectorFilter.maximumSize)
        #expect(throws: VectorFilterError.self) { try AttributeFilter.oneOf("a", values).vectorFilter() }
    }
}
