import Foundation
import MartletAPI
import Testing

@Suite struct ToolArgumentsTests {
    struct Query: Decodable, Sendable {
        enum Unit: String, CaseIterable, Decodable { case celsius, fahrenheit }
        var city: String?
        var days: Int?
        var unit: Unit?
    }

    private let echo: Tool
    private let raw: Tool

    init() throws {
        echo = try Tool("echo") { (query: Query) async throws in
            "\(query.city ?? "nowhere"), \(query.days ?? 0), \(query.unit?.rawValue ?? "none")"
        }
        raw = Tool("raw", schema: ["type": "object"]) { (arguments: JSONValue) async throws in arguments }
    }

    @Test(arguments: [
        (#"{"city":"Oslo","days":3,"unit":"celsius"}"#, "Oslo, 3, celsius"), ("{}", "nowhere, 0, none"),
        ("", "nowhere, 0, none"), (" \n\t", "nowhere, 0, none"), ("null", "nowhere, 0, none"),
        (#""""#, "nowhere, 0, none"), (#""  ""#, "nowhere, 0, none"), (" {\"days\": 2.0}\n", "nowhere, 2, none"),
        // Raw control characters.
        ("{\"city\":\"Oslo\nNorway\tEurope\u{1}\"}", "Oslo\nNorway\tEurope\u{1}, 0, none"),
        // Encoded twice, and twice with raw control characters inside.
        (#""{\"city\":\"Oslo\",\"days\":3}""#, "Oslo, 3, none"),
        ("\"{\\\"city\\\":\\\"Os\\nlo\\\"}\"", "Os\nlo, 0, none"),
        // What is absent may be null, and what is not known does no harm.
        (#"{"city":null,"days":null,"extra":[1]}"#, "nowhere, 0, none"),
        (#"{"city":"\u00e5\ud83d\ude00"}"#, "å😀, 0, none"),
    ])
    func `arguments are read as models write them`(text: String, output: String) async throws {
        #expect(try await echo.call(text) == output)
    }

    @Test(arguments: [
        ("{", "not valid JSON"), (#"{"city":"#, "not valid JSON"), ("Oslo", "not valid JSON"),
        ("{}{}", "not valid JSON"), ("```json\n{}\n```", "not valid JSON"), ("[1]", "not a JSON object"),
        ("5", "not a JSON object"), ("true", "not a JSON object"), (#""Oslo""#, "not valid JSON"),
        (#""[]""#, "not a JSON object"), (#""\"\\\"{}\\\"\"""#, "not a JSON object"),
        (#"{"days":"3"}"#, "/days: expected an integer, found a string"),
        (#"{"unit":"kelvin"}"#, #"/unit: must be one of "celsius", "fahrenheit""#),
        (#"{"days":1.5,"city":1}"#, "/city: expected a string, found an integer"),
    ])
    func `T36 bad arguments are an error that says what is wrong`(text: String, hint: String) async {
        let error = await #expect(throws: ToolError.self) { try await echo.call(text) }
        #expect(error?.code == .invalidArguments)
        #expect(error?.tool == "echo")
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
        #expect(error?.description == "echo: invalid_arguments")
    }

    @Test func `T36 arguments that nest too deeply are an error`() async {
        let deep = String(repeating: "[", count: 100_000)
        let error = await #expect(throws: ToolError.self) { try await raw.call(#"{"a":\#(deep)"#) }
        #expect(error?.code == .invalidArguments)
    }

    @Test func `all problems are told at once`() async {
        let error = await #expect(throws: ToolError.self) { try await echo.call(#"{"days":"3","city":5,"x":1}"#) }
        #expect(
            error?.message == "The arguments are invalid. /days: expected an integer, found a string; "
                + "/city: expected a string, found an integer; /x: there is no such property.")
    }

    @Test(arguments: [
        (
            #"{"moment":"yesterday","size":1,"link":"https://example.com"}"#,
            "/moment: Expected a date and time with an offset"
        ),
        (
            #"{"moment":"2026-01-31T13:45:10Z","size":300,"link":"https://example.com"}"#,
            "a number does not fit its type"
        ),
        (#"{"moment":"2026-01-31T13:45:10Z","size":1,"link":""}"#, "/link: Invalid URL string"),
    ])
    func `what only decoding finds wrong is told too`(text: String, hint: String) async throws {
        struct Item: Decodable, Sendable {
            var moment: Date
            var size: UInt8
            var link: URL
        }
        let tool = try Tool("store") { (_: Item) async throws in "fine" }
        let error = await #expect(throws: ToolError.self) { try await tool.call(text) }
        #expect(error?.code == .invalidArguments)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test func `an error that an initializer throws is told too`() async throws {
        struct Odd: Error, CustomStringConvertible { var description: String { "the number must be odd" } }
        struct Number: Decodable, Sendable {
            enum Keys: CodingKey { case number }
            init(from decoder: any Decoder) throws {
                let number = try decoder.container(keyedBy: Keys.self).decode(Int.self, forKey: .number)
                guard !number.isMultiple(of: 2) else { throw Odd() }
            }
        }
        let tool = try Tool("odd") { (_: Number) async throws in "fine" }
        #expect(try await tool.call(#"{"number":3}"#) == "fine")
        let error = await #expect(throws: ToolError.self) { try await tool.call(#"{"number":4}"#) }
        #expect(error?.code == .invalidArguments)
        #expect(error?.message.contains("the number must be odd") == true)
    }

    @Test func `no digits are lost`() async throws {
        struct Large: Decodable, Sendable { var number: UInt64 }
        let tool = try Tool("large") { (large: Large) async throws in String(large.number) }
        #expect(try await tool.call(#"{"number":18446744073709551615}"#) == "18446744073709551615")
        #expect(try await raw.call(#"{"b":9007199254740993,"a":[1.0]}"#) == #"{"b":9007199254740993,"a":[1.0]}"#)
    }
}
