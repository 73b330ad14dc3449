import MartletAPI
import Testing

@Suite struct JSONSchemaRecursionTests {
    struct Folder: Decodable {
        var name: String
        var folders: [Folder]
    }
    final class Link: Decodable {
        var next: Link?
    }
    struct Box<Value: Decodable>: Decodable {
        var value: Value
        var label: String
    }
    struct Boxed: Decodable {
        var left: BoxedLink?
        var count: Int
    }
    final class BoxedLink: Decodable {
        var content: Box<Boxed>
        var last: Bool
    }
    struct Author: Decodable { var books: [String: Book] }
    struct Book: Decodable {
        var authors: Set<Name>?
        var author: Author?
        var title: String
    }
    struct Name: Decodable, Hashable { var text: String }
    struct Deeper<Value>: Decodable {
        enum Keys: CodingKey { case next }
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            _ = try container.decodeIfPresent(Deeper<Value?>.self, forKey: .next)
        }
    }

    @Test func `a type that contains itself refers to itself`() throws {
        let folder: JSONValue = [
            "type": "object",
            "properties": [
                "name": ["type": "string"],
                "folders": ["type": "array", "items": ["$ref": "#/$defs/Folder"]],
            ],
            "required": ["name", "folders"], "additionalProperties": false,
        ]
        let schema = try JSONSchema(of: Folder.self).value
        #expect(schema["$defs"] == ["Folder": folder])
        var outermost = schema.objectValue
        outermost?["$defs"] = nil
        #expect(outermost.map(JSONValue.object) == folder)
    }

    @Test func `inside of another type the reference is all there is`() throws {
        let schema = try JSONSchema(of: Box<Folder>.self).value
        #expect(schema["properties"]?["value"] == ["$ref": "#/$defs/Folder"])
        #expect(schema["properties"]?["label"] == ["type": "string"])
        #expect(schema["$defs"]?.objectValue?.keys == ["Folder"])
        #expect(try JSONSchema(of: [Folder].self).value["items"] == ["$ref": "#/$defs/Folder"])
    }

    @Test func `an optional of itself is a reference, or null in strict mode`() throws {
        let reference: JSONValue = ["$ref": "#/$defs/Link"]
        #expect(try JSONSchema(of: Link.self).value["properties"]?["next"] == reference)
        #expect(
            try JSONSchema(of: Link.self, strict: true).value["properties"]?["next"]
                == ["anyOf": [reference, ["type": "null"]]])
    }

    @Test func `a description does not stand beside a reference`() throws {
        struct Tree: Decodable, JSONSchemaDescribed {
            var root: Folder
            static let schemaDescriptions = ["root": "Where it begins"]
        }
        #expect(
            try JSONSchema(of: Tree.self).value["properties"]?["root"]
                == ["anyOf": [["$ref": "#/$defs/Folder"]], "description": "Where it begins"])
    }

    @Test func `types may contain each other, also where a value is required`() throws {
        let schema = try JSONSchema(of: Boxed.self).value
        let link = schema["properties"]?["left"]
        #expect(link?["properties"]?["content"]?["properties"]?["value"] == ["$ref": "#/$defs/Boxed"])
        #expect(link?["properties"]?["content"]?["properties"]?["label"] == ["type": "string"])
        #expect(link?["properties"]?["last"] == ["type": "boolean"])
        #expect(schema["properties"]?["count"] == ["type": "integer"])
        let problems = JSONSchema(schema).validate([
            "count": 1, "left": ["last": true, "content": ["label": "x", "value": ["count": "no"]]],
        ])
        #expect(problems == ["/left/content/value/count: expected an integer, found a string"])
    }

    @Test func `types may contain each other in dictionaries and sets`() throws {
        let schema = try JSONSchema(of: Author.self).value
        let book = schema["properties"]?["books"]?["additionalProperties"]
        #expect(book?["properties"]?["author"] == ["$ref": "#/$defs/Author"])
        #expect(book?["properties"]?["authors"]?["uniqueItems"] == true)
        #expect(book?["required"] == ["title"])
    }

    @Test func `types of the same name have definitions of their own`() throws {
        enum Other {
            struct Folder: Decodable { var inner: [Folder] }
        }
        struct Both: Decodable {
            var first: Folder
            var second: Other.Folder
        }
        let schema = try JSONSchema(of: Both.self).value
        #expect(schema["properties"]?["first"] == ["$ref": "#/$defs/Folder"])
        #expect(schema["properties"]?["second"] == ["$ref": "#/$defs/Folder_2"])
        #expect(schema["$defs"]?["Folder_2"]?["properties"]?["inner"]?["items"] == ["$ref": "#/$defs/Folder_2"])
    }

    @Test func `the name of a generic type needs no escaping`() throws {
        struct Chain<Value: Decodable>: Decodable { var rest: [Chain<Value>] }
        #expect(try JSONSchema(of: Chain<Int>.self).value["$defs"]?.objectValue?.keys == ["Chain_Int_"])
    }

    @Test func `types that nest without end are an error`() {
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(of: Deeper<Int>.self) }
        #expect(error?.code == .tooDeep)
    }
}
