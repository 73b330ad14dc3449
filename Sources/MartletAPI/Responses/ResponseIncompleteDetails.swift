/// Why a response ended before it was complete.
public struct ResponseIncompleteDetails: JSONConvertible, Hashable {
    /// The reason.
    public var reason: ResponseIncompleteReason?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(reason: ResponseIncompleteReason? = nil) {
        self.reason = reason
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "reason": try reader.readField(key, into: &reason, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("reason", reason)
        }
    }
}
