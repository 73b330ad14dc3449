/// What a stream should carry beside the answer.
public struct StreamOptions: JSONConvertible, Hashable {
    /// Whether one last chunk, with no choices, carries the usage of the whole request.
    public var includeUsage: Bool?
    /// Whether chunks are padded against traffic analysis (OpenAI).
    public var includeObfuscation: Bool?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates options.
    public init(includeUsage: Bool? = nil) {
        self.includeUsage = includeUsage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "include_usage": try reader.readField(key, into: &includeUsage, keepingIn: &additionalProperties)
            case "include_obfuscation":
                try reader.readField(key, into: &includeObfuscation, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("include_usage", includeUsage)
            writer.field("include_obfuscation", includeObfuscation)
        }
    }
}
