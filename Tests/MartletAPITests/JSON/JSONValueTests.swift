import MartletAPI
import Testing

@Suite struct JSONValueTests {
    private let value: JSONValue = [
        "null": nil, "bool": true, "integer": 7, "number": 2.5, "string": "s", "array": [1, "two"],
        "object": ["a": ["b": 3]],
    ]

    @Test func `values are reached by name and position`() {
        #expect(value["object"]?["a"]?["b"] == 3)
        #expect(value["array"]?[1] == "two")
        #expect(value["array"]?[2] == nil)
        #expect(value["array"]?[-1] == nil)
        #expect(value["missing"] == nil)
        #expect(value["string"]?["x"] == nil)
        #expect(value["string"]?[0] == nil)
    }

    @Test func `accessors give the value of their type and nil for any other`() {
        #expect(value["string"]?.stringValue == "s")
        #expect(value["integer"]?.intValue == 7)
        #expect(value["integer"]?.doubleValue == 7)
        #expect(value["number"]?.doubleValue == 2.5)
        #expect(value["bool"]?.boolValue == true)
        #expect(value["array"]?.arrayValue == [1, "two"])
        #expect(value["object"]?.objectValue == ["a": ["b": 3]])
        #expect(value["null"]?.isNull == true)
        for key in ["null", "bool", "array", "object"] {
            #expect(value[key]?.stringValue == nil)
            #expect(value[key]?.intValue == nil)
            #expect(value[key]?.doubleValue == nil)
        }
        #expect(value["string"]?.boolValue == nil)
        #expect(value["string"]?.arrayValue == nil)
        #expect(value["string"]?.objectValue == nil)
        #expect(value["string"]?.isNull == false)
    }

    @Test(arguments: [
        (2.0, 2), (-0.0, 0), (2.5, nil), (1e300, nil), (-0x1p63, Int.min), (0x1p63, nil), (.nan, nil), (.infinity, nil),
    ])
    func `a number without a fraction is an integer too`(double: Double, integer: Int?) {
        #expect(JSONValue.number(double).intValue == integer)
    }
}
