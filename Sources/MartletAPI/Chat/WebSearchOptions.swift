/// How a model with web search should use it.
public struct WebSearchOptions: JSONConvertible, Hashable {
    /// `low`, `medium` (the default) or `high`.
    public var searchContextSize: String?
    /// Where the user is, roughly.
    public var userLocation: JSONValue?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "search_context_size":
                try reader.readField(key, into: &searchContextSize, keepingIn: &additionalProperties)
            case "user_location": try reader.readField(key, into: &userLocation, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("search_context_size", searchContextSize)
            writer.field("user_location", userLocation)
        }
    }
}
