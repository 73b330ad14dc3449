/// When a vector store expires: some days after it was last used.
public struct VectorStoreExpiration: JSONConvertible, Hashable {
    /// What the days are counted from. OpenAI: "Supported anchors: `last_active_at`."
    public var anchor: String = "last_active_at"
    /// How many days. OpenAI takes 1 to 365.
    public var days: Int
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a policy.
    public init(days: Int) {
        self.days = days
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(days: 0)
        var hasDays = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "anchor": try reader.readField(key, into: &anchor, keepingIn: &additionalProperties)
            case "days": hasDays = try reader.readField(key, into: &days, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasDays || additionalProperties["days"] != nil else {
            throw JSONError(code: .missingField, message: "'days' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("anchor", anchor)
            writer.field("days", days)
        }
    }
}
