import MartletAPI
import Testing

@Suite struct GoldenFixtureTests {
    @Test(arguments: Fixture.all)
    func `T21 T27 whatever a server sends survives decoding and encoding`(fixture: Fixture) throws {
        let recoded = try fixture.recode(Array(fixture.json.utf8))
        #expect(recoded.isEqual)
        let input = try JSONValue(json: fixture.json)
        let output = try JSONValue(json: recoded.encoded)
        #expect(input.losses(in: output) == [])
        #expect(try repeatedNames(in: recoded.encoded) == [])
    }

    @Test(arguments: Fixture.all)
    func `every wire type survives Foundation's coders`(fixture: Fixture) throws {
        #expect(try fixture.survivesFoundation())
    }

    @Test(arguments: Fixture.all)
    func `a text cut off anywhere is an error and never a crash`(fixture: Fixture) {
        let bytes = Array(fixture.json.utf8)
        for count in bytes.indices {
            #expect(throws: JSONError.self) { try fixture.recode(Array(bytes[..<count])) }
        }
    }

    @Test(arguments: Fixture.all)
    func `anything after the value is an error`(fixture: Fixture) {
        for tail in ["x", "{}", ",", "]", "\u{0}", "null"] {
            #expect(throws: JSONError.self) { try fixture.recode(Array((fixture.json + tail).utf8)) }
        }
        #expect(throws: Never.self) { try fixture.recode(Array((" \n" + fixture.json + "\r\n\t ").utf8)) }
    }
}

extension JSONValue {
    /// The paths of members of this value that another lacks or has otherwise, but for the documented normalisations:
    /// an optional that is null is dropped, an array, object or text that is null and may not be absent is empty, a number
    /// is any number that is equal, a number or boolean where the type has text is its text and the other way round, and
    /// one stop sequence is a string.
    func losses(in output: JSONValue?, at path: String = "$") -> [String] {
        switch (self, output) {
        case (.null, nil), (.null, .null?), (.null, .array([])?), (.null, .string("")?): return []
        case (.null, .object(let members)?) where members.isEmpty: return []
        case (.object(let members), .object(let others)?):
            return members.flatMap { $0.value.losses(in: others[$0.key], at: "\(path).\($0.key)") }
        case (.array(let elements), .array(let others)?) where elements.count == others.count:
            return zip(elements, others).enumerated().flatMap { $1.0.losses(in: $1.1, at: "\(path)[\($0)]") }
        case (.array(let elements), .string?) where elements.count == 1: return elements[0].losses(in: output, at: path)
        case (_, let output?) where isScalar && output.isScalar && sameScalar(output): return []
        default: return [path]
        }
    }

    private var isScalar: Bool {
        switch self {
        case .bool, .integer, .number, .string: true
        case .null, .array, .object: false
        }
    }

    private func sameScalar(_ other: JSONValue) -> Bool {
        if self == other { return true }
        func number(_ value: JSONValue) -> Double? { value.doubleValue ?? value.stringValue.flatMap { Double($0) } }
        if let left = number(self), let right = number(other) { return left == right }
        func text(_ value: JSONValue) -> String { value.stringValue ?? value.text }
        return text(self) == text(other)
    }
}

/// The names that occur more than once in an object of a JSON text.
private func repeatedNames(in bytes: [UInt8]) throws -> [String] {
    var repeated: [String] = []
    func visit(_ reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .object:
            var names: Set<String> = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if !names.insert(key.string).inserted { repeated.append(key.string) }
                try visit(&reader)
            }
        case .array:
            try reader.beginArray()
            while try reader.nextElement() { try visit(&reader) }
        case .string, .number, .bool, .null: try reader.skipValue()
        }
    }
    try JSONReader.read(bytes) { (reader) throws(JSONError) in try visit(&reader) }
    return repeated
}
