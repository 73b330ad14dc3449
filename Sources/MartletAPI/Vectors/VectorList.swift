/// Vectors of an index: the answer to `GET /vectors/{index}/fetch`.
public struct VectorList: JSONConvertible, Hashable {
    /// The vectors.
    public var vectors: [Vector]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a list.
    public init(vectors: [Vector]) {
        self.vectors = vectors
    }

    /// Reads `{"vectors":[…]}`, or the older `{"vectors":{id: vector}}`.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(vectors: [])
        var hasVectors = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "vectors":
                if try reader.peek() == .object {
                    vectors = try Self.members(of: &reader)
                    hasVectors = true
                } else {
                    hasVectors = try reader.readField(key, into: &vectors, keepingIn: &additionalProperties)
                }
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasVectors || additionalProperties["vectors"] != nil else {
            throw JSONError(code: .missingField, message: "'vectors' is required")
        }
    }

    /// In the older form a vector may leave its id to its member's name.
    private static func members(of reader: inout JSONReader) throws(JSONError) -> [Vector] {
        var vectors: [Vector] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let id = key.string
            var members = try reader.readJSONObject()
            if members["id"] == nil { members["id"] = .string(id) }
            vectors.append(try Vector(json: try JSONValue.object(members).jsonBytes()))
        }
        return vectors
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in writer.field("vectors", vectors) }
    }
}
