import Foundation
import MartletAPI
import Testing

@Suite struct ToolTests {
    struct WeatherQuery: Decodable, Sendable, JSONSchemaDescribed {
        var city: String
        var days: Int?
        static let schemaDescriptions = ["city": "City and country"]
    }
    struct Weather: Encodable, Sendable {
        var city: String
        var degrees: Double
        var at: Date
    }
    struct Answer: Encodable, ToolOutput { var value: Int }
    struct Custom: ToolOutput {
        func toolOutput() -> String { "custom" }
    }

    @Test func `a tool is described by the type of its arguments`() throws {
        let tool = try Tool("get_weather", "The weather in a city.") { (query: WeatherQuery) async throws in
            Weather(city: query.city, degrees: 1.5, at: Date(timeIntervalSince1970: 0))
        }
        #expect(tool.name == "get_weather")
        #expect(
            tool.definition
                == .function(
                    "get_weather", description: "The weather in a city.",
                    parameters: try JSONSchema(of: WeatherQuery.self).value))
        #expect(tool.definition.function?.strict == nil)
    }

    @Test func `a strict tool has a strict schema and says so`() throws {
        let tool = try Tool("get_weather", strict: true) { (query: WeatherQuery) async throws in query.city }
        #expect(tool.definition.function?.strict == true)
        #expect(tool.definition.function?.parameters?["required"] == ["city", "days"])
        #expect(tool.definition.function?.description == nil)
    }

    @Test func `whatever a body returns becomes text`() async throws {
        let arguments = #"{"city":"Oslo"}"#
        let text = try Tool("t") { (query: WeatherQuery) async throws in "It is warm in \(query.city)." }
        #expect(try await text.call(arguments) == "It is warm in Oslo.")
        let encodable = try Tool("t") { (query: WeatherQuery) async throws in
            let city = query.city
            return Weather(city: city + "/Norway", degrees: 1.5, at: Date(timeIntervalSince1970: 0))
        }
        #expect(
            try await encodable.call(arguments)
                == #"{"at":"1970-01-01T00:00:00Z","city":"Oslo/Norway","degrees":1.5}"#)
        let json = try Tool("t") { (_: WeatherQuery) async throws -> JSONValue in ["b": 1, "a": nil] }
        #expect(try await json.call(arguments) == #"{"b":1,"a":null}"#)
        let list = try Tool("t") { (query: WeatherQuery) in [query.city] }
        #expect(try await list.call(arguments) == #"["Oslo"]"#)
        let number = try Tool("t") { (_: WeatherQuery) in 7 }
        #expect(try await number.call(arguments) == "7")
        let answer = try Tool("t") { (_: WeatherQuery) in Answer(value: 1) }
        #expect(try await answer.call(arguments) == #"{"value":1}"#)
        let custom = try Tool("t") { (_: WeatherQuery) in Custom() }
        #expect(try await custom.call(arguments) == "custom")
        let quoted = try Tool("t") { (query: WeatherQuery) in JSONOutput(query.city) }
        #expect(try await quoted.call(arguments) == #""Oslo""#)
    }

    @Test func `a tool without arguments ignores what it is sent`() async throws {
        let text = Tool("now", "The time.") { "noon" }
        #expect(
            text.definition.function?.parameters
                == ["type": "object", "properties": [:], "additionalProperties": false])
        for arguments in ["", "{}", #"{"a":1}"#, "{"] { #expect(try await text.call(arguments) == "noon") }
        let encodable = Tool("now") { [1, 2] }
        #expect(try await encodable.call("") == "[1,2]")
    }

    static let schema: JSONSchema = [
        "type": "object", "properties": ["city": ["type": "string", "maxLength": 4]], "required": ["city"],
    ]

    @Test func `a written schema is sent, and checked before the body runs`() async throws {
        let typed = Tool("t", schema: Self.schema, strict: true) { (query: WeatherQuery) in query.city }
        let typedEncodable = Tool("t", schema: Self.schema) { (query: WeatherQuery) in [query.city] }
        let raw = Tool("t", schema: Self.schema) { (arguments: JSONValue) in arguments["city"]?.stringValue ?? "" }
        let rawEncodable = Tool("t", schema: Self.schema) { (arguments: JSONValue) in [arguments.objectValue?.count] }
        #expect(typed.definition.function?.parameters == Self.schema.value)
        #expect(typed.definition.function?.strict == true)
        #expect(raw.definition.function?.strict == nil)
        for (tool, output) in [(typed, "Oslo"), (typedEncodable, #"["Oslo"]"#), (raw, "Oslo"), (rawEncodable, "[1]")] {
            #expect(try await tool.call(#"{"city":"Oslo"}"#) == output)
            let error = await #expect(throws: ToolError.self) { try await tool.call(#"{"city":"Bergen"}"#) }
            #expect(error?.code == .invalidArguments)
            #expect(error?.message.contains("/city: must be at most 4 characters") == true)
        }
    }

    @Test func `arguments that are no object are refused when the tool is made`() throws {
        for make in [
            { _ = try Tool("t") { (text: String) in text } }, { _ = try Tool("t") { (list: [Int]) in list } },
            { _ = try Tool("t") { (any: JSONValue) in any } },
        ] as [() throws -> Void] {
            let error = #expect(throws: JSONSchemaError.self) { try make() }
            #expect(error?.code == .notAnObject)
        }
        let dictionary = try Tool("t") { (scores: [String: Int]) in scores }
        #expect(dictionary.definition.function?.parameters?["additionalProperties"] == ["type": "integer"])
    }

    // MARK: Errors

    struct Secret: Error { var token = "sk-secret" }
    struct Spoken: Error, CustomStringConvertible { var description: String { "the station is closed" } }
    struct Localized: LocalizedError { var errorDescription: String? { "the station moved" } }

    @Test(
        arguments: [
            (Secret(), "The tool failed: Secret."), (Spoken(), "The tool failed: the station is closed."),
            (Localized(), "The tool failed: the station moved."),
            (CancellationError(), "The tool failed: CancellationError."),
        ] as [(any Error & Sendable, String)])
    func `T36 an error of the body is told to the model only in words meant for people`(
        thrown: any Error & Sendable, message: String
    ) async {
        let tool = Tool("t") { () async throws -> String in throw thrown }
        let error = await #expect(throws: ToolError.self) { try await tool.call("") }
        #expect(error?.code == .failed)
        #expect(error?.message == message)
        #expect(error?.tool == "t")
        #expect(error?.cause != nil)
        #expect(error?.description == "t: failed")
    }

    @Test func `a body chooses what the model is told`() async {
        let tool = Tool("t") { () async throws -> String in
            throw ToolError(code: .init(rawValue: "closed"), message: "Closed on Sundays.")
        }
        let error = await #expect(throws: ToolError.self) { try await tool.call("") }
        #expect(error?.code.rawValue == "closed")
        #expect(error?.message == "Closed on Sundays.")
        #expect(error?.tool == "t")
    }

    @Test func `an output that cannot be written is a failure`() async {
        let number = Tool("t") { Double.nan }
        let json = Tool("t") { JSONValue.number(.infinity) }
        for tool in [number, json] {
            let error = await #expect(throws: ToolError.self) { try await tool.call("") }
            #expect(error?.code == .failed)
        }
    }

    @Test func `a cancelled call throws CancellationError, whatever the body throws`() async {
        let tool = Tool("t") { () async throws -> String in
            try? await Task.sleep(for: .seconds(600))
            throw Secret()
        }
        let task = Task { try await tool.call("") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
