import MartletAPI
import Testing

@Suite struct JSONSchemaErrorTests {
    enum Open: String, Decodable { case first, second }
    enum Numbered: Int, Decodable { case zero, one }
    enum Plain: CaseIterable, Decodable { case first, second }
    enum Shape: Decodable {
        case circle(radius: Double)
        case square(side: Double)
    }
    enum Nothing: String, CaseIterable, Decodable {
        case only
        static let allCases: [Nothing] = []
    }
    struct Key: Hashable, Decodable { var a: Int }

    static let types: [(schema: @Sendable () throws -> JSONSchema, code: JSONSchemaError.Code, hint: String)] = [
        ({ try JSONSchema(of: Holder<Open>.self) }, .unknownCases, "CaseIterable"),
        ({ try JSONSchema(of: Holder<Open?>.self) }, .unknownCases, "CaseIterable"),
        ({ try JSONSchema(of: Holder<[Open]>.self) }, .unknownCases, "CaseIterable"),
        ({ try JSONSchema(of: Holder<Numbered>.self) }, .unknownCases, "CaseIterable"),
        ({ try JSONSchema(of: Holder<Nothing>.self) }, .unknownCases, "no cases"),
        ({ try JSONSchema(of: Holder<Plain>.self) }, .unsupported, "raw values"),
        ({ try JSONSchema(of: Holder<Shape>.self) }, .unsupported, "associated values"),
        ({ try JSONSchema(of: Holder<[Key: Int]>.self) }, .unsupported, "String keys"),
        ({ try JSONSchema(of: Holder<HandWrittenDecodableTests.Never>.self) }, .noSample, "Give a schema"),
    ]

    @Test(arguments: types.indices)
    func `a type without a schema is an error that names it, its place and what to do`(index: Int) {
        let (schema, code, hint) = Self.types[index]
        let error = #expect(throws: JSONSchemaError.self) { try schema() }
        #expect(error?.code == code)
        #expect(error?.path.hasPrefix("value") == true)
        #expect(error?.message.contains(hint) == true)
        #expect(error?.description.contains("at 'value") == true)
    }

    @Test func `the outermost type has no path`() {
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(of: Open.self) }
        #expect(
            error?.description
                == "Open: which values it has is not known. Make it CaseIterable, or give a schema")
    }

    @Test func `an error is told although the initializer hides it`() {
        struct Hiding: Decodable {
            struct Own: Error {}
            enum Keys: CodingKey { case value }
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                do { _ = try container.decode(Open.self, forKey: .value) } catch { throw Own() }
            }
        }
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(of: Hiding.self) }
        #expect(error?.code == .unknownCases)
    }

    @Test func `a description of a property that is not there is an error`() {
        struct Misspelt: Decodable, JSONSchemaDescribed {
            var city: String
            static let schemaDescriptions = ["cty": "The city"]
        }
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(of: Misspelt.self) }
        #expect(error?.code == .unknownProperty)
        #expect(error?.message.contains("'cty'") == true)
    }
}
