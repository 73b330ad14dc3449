import MartletAPI
import Testing

@Suite struct HandWrittenDecodableTests {
    enum Keys: String, CodingKey { case a, b, c, d }

    @Test func `nested containers are followed`() throws {
        struct Type: Decodable {
            init(from decoder: any Decoder) throws {
                let outer = try decoder.container(keyedBy: Keys.self)
                let inner = try outer.nestedContainer(keyedBy: Keys.self, forKey: .a)
                _ = try inner.decode(Int.self, forKey: .b)
                var list = try outer.nestedUnkeyedContainer(forKey: .c)
                while !list.isAtEnd {
                    let element = try list.nestedContainer(keyedBy: Keys.self)
                    _ = try element.decodeIfPresent(String.self, forKey: .d)
                }
            }
        }
        let schema = try JSONSchema(of: Type.self).value
        #expect(
            schema["properties"]?["a"]
                == [
                    "type": "object", "properties": ["b": ["type": "integer"]], "required": ["b"],
                    "additionalProperties": false,
                ])
        #expect(
            schema["properties"]?["c"]
                == [
                    "type": "array",
                    "items": [
                        "type": "object", "properties": ["d": ["type": "string"]], "additionalProperties": false,
                    ],
                ])
        #expect(schema["required"] == ["a", "c"])
    }

    @Test func `a superclass is followed, in its own place and in the same one`() throws {
        class Base: Decodable { var name = "" }
        final class Nested: Base {
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                _ = try container.decode(Int.self, forKey: .a)
                try super.init(from: container.superDecoder())
            }
        }
        final class Flat: Base {
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                _ = try container.decode(Int.self, forKey: .a)
                try super.init(from: decoder)
            }
        }
        #expect(try JSONSchema(of: Nested.self).value["properties"]?["super"]?["required"] == ["name"])
        #expect(try JSONSchema(of: Flat.self).value["required"] == ["a", "name"])
    }

    @Test func `what is looked for before it is read may be absent`() throws {
        struct Type: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                if container.contains(.a) { _ = try container.decode(Int.self, forKey: .a) }
                if try !container.decodeNil(forKey: .b) { _ = try container.decode(Int.self, forKey: .b) }
                _ = try container.decode(Int?.self, forKey: .c)
                _ = container.contains(.d)
            }
        }
        let schema = try JSONSchema(of: Type.self).value
        #expect(
            schema["properties"]
                == [
                    "a": ["type": "integer"], "b": ["type": ["integer", "null"]], "c": ["type": ["integer", "null"]],
                    "d": [:],
                ])
        // `null` is a value: only what may be left out is not required.
        #expect(schema["required"] == ["b", "c"])
    }

    @Test func `a value that is read as two types may be either`() throws {
        struct Type: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                _ = try? container.decode(Int.self, forKey: .a)
                _ = try? container.decode(String.self, forKey: .a)
            }
        }
        #expect(
            try JSONSchema(of: Type.self).value["properties"]?["a"]
                == ["anyOf": [["type": "integer"], ["type": "string"]]])
    }

    @Test func `a wrapper has the schema of what it wraps`() throws {
        struct Wrapper: Decodable {
            init(from decoder: any Decoder) throws {
                _ = try decoder.singleValueContainer().decode([Int].self)
            }
        }
        struct Nullable: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if !container.decodeNil() { _ = try container.decode(Int.self) }
            }
        }
        #expect(try JSONSchema(of: Wrapper.self) == ["type": "array", "items": ["type": "integer"]])
        #expect(try JSONSchema(of: Nullable.self) == ["type": ["integer", "null"]])
    }

    @Test func `integers of 128 bits are read in every container`() throws {
        struct Type: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                _ = try container.decode(UInt128.self, forKey: .a)
                _ = try container.decodeIfPresent(UInt128.self, forKey: .b)
                var list = try container.nestedUnkeyedContainer(forKey: .c)
                _ = try list.decode(Int128.self)
                _ = try list.decode(UInt128.self)
                _ = try container.superDecoder(forKey: .d).singleValueContainer().decode(Int128.self)
                _ = try container.superDecoder(forKey: .d).singleValueContainer().decode(UInt128.self)
            }
        }
        let schema = try JSONSchema(of: Type.self).value
        let both: JSONValue = ["anyOf": [["type": "integer"], ["type": "integer", "minimum": 0]]]
        #expect(schema["properties"]?["a"] == ["type": "integer", "minimum": 0])
        #expect(schema["properties"]?["b"] == ["type": "integer", "minimum": 0])
        #expect(schema["properties"]?["c"] == ["type": "array", "items": both, "minItems": 2])
        #expect(schema["properties"]?["d"] == both)
        #expect(schema["required"] == ["a", "c", "d"])
    }

    @Test func `a list that is read until it fails has any number of elements`() throws {
        struct List: Decodable {
            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                while (try? container.decode(Int.self)) != nil {}
            }
        }
        #expect(try JSONSchema(of: List.self) == ["type": "array", "items": ["type": "integer"]])
    }

    @Test func `a type that takes properties of any name allows them`() throws {
        struct Bag: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                for key in container.allKeys { _ = try container.decode(Int.self, forKey: key) }
                _ = try container.decode(Bool.self, forKey: .a)
            }
        }
        #expect(
            try JSONSchema(of: Bag.self)
                == ["type": "object", "properties": ["a": ["type": "boolean"]], "required": ["a"]])
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(of: Bag.self, strict: true) }
        #expect(error?.code == .notStrict)
    }

    // MARK: Initializers that refuse samples

    struct Refusal: Error {}

    struct Never: Decodable {
        var a: Int
        var b: String?
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            a = try container.decode(Int.self, forKey: .a)
            b = try container.decodeIfPresent(String.self, forKey: .b)
            throw Refusal()
        }
    }

    @Test func `what a type asked for counts even if it refuses all samples`() throws {
        let schema = try JSONSchema(of: Never.self).value
        #expect(schema["properties"] == ["a": ["type": "integer"], "b": ["type": "string"]])
        #expect(schema["required"] == ["a"])
        // Where no value is needed the type may be inside of another.
        #expect(try Holder<[Never]>.schema()?["items"] == schema)
        #expect(try Holder<Never?>.schema()?["properties"] == schema["properties"])
    }

    @Test func `other samples are tried for a type that refuses the first`() throws {
        struct Picky: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Keys.self)
                guard try !container.decode(String.self, forKey: .a).isEmpty else { throw Refusal() }
                guard try container.decode(Int.self, forKey: .b) > 0 else { throw Refusal() }
                guard try !container.decode([Int].self, forKey: .c).isEmpty else { throw Refusal() }
            }
        }
        struct Outer: Decodable {
            var picky: Picky
            var after: Bool
        }
        let schema = try JSONSchema(of: Outer.self).value
        #expect(schema["required"] == ["picky", "after"])
        #expect(schema["properties"]?["picky"]?["required"] == ["a", "b", "c"])
    }

    @Test func `a raw value that is validated is tried with other samples too`() throws {
        struct Address: RawRepresentable, Decodable {
            var rawValue: String
            init?(rawValue: String) {
                guard rawValue.contains("@") else { return nil }
                self.rawValue = rawValue
            }
        }
        #expect(try Holder<Address>.schema() == ["type": "string"])
    }
}
