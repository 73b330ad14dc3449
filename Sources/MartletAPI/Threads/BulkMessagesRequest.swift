/// Messages to add to a thread at once, to load a conversation: `POST /threads/{id}/messages/bulk`. Starts no run.
public struct BulkMessagesRequest: JSONConvertible, Hashable {
    /// The messages, in the order of the conversation. Required.
    public var messages: [ThreadMessageRequest]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(_ messages: [ThreadMessageRequest]) { self.messages = messages }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init([])
        var hasMessages = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "messages": hasMessages = try reader.readField(key, into: &messages, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasMessages else {
            throw JSONError(
                code: .missingField, message: "'messages' is required, as an array of objects with 'role' and 'content'"
            )
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in writer.field("messages", messages) }
    }
}
