extension ResponseStreamEvent {
    /// The response as it is.
    public struct Snapshot: ResponseStreamEventPayload {
        /// The response.
        public var response: ResponseObject
        /// The event's place in the stream, from 0.
        public var sequenceNumber: Int?
        /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
        public var additionalProperties: JSONObject = [:]

        /// Creates a value; what is not named here is a property to set.
        public init(_ response: ResponseObject) {
            self.response = response
        }
    }
}

extension ResponseStreamEvent.Snapshot {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(ResponseObject(id: ""))
        var hasResponse = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "sequence_number": try reader.readField(key, into: &sequenceNumber, keepingIn: &additionalProperties)
            case "response": hasResponse = try reader.readField(key, into: &response, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasResponse else { throw JSONError(code: .missingField, message: "'response' is required") }
    }

    func write(_ type: ResponseEventType, to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("sequence_number", sequenceNumber)
            writer.field("response", response)
        }
    }
}
