extension ResponseStreamEvent {
    /// An item of the output that begins or is complete.
    public struct ItemChange: ResponseStreamEventPayload {
        /// The item's place in the output.
        public var outputIndex: Int?
        /// The item.
        public var item: ResponseItem
        /// The event's place in the stream, from 0.
        public var sequenceNumber: Int?
        /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
        public var additionalProperties: JSONObject = [:]

        /// Creates a value; what is not named here is a property to set.
        public init(outputIndex: Int?, item: ResponseItem) {
            self.outputIndex = outputIndex
            self.item = item
        }
    }
}

extension ResponseStreamEvent.ItemChange {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(outputIndex: nil, item: .itemReference(""))
        var hasItem = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "sequence_number": try reader.readField(key, into: &sequenceNumber, keepingIn: &additionalProperties)
            case "output_index": try reader.readField(key, into: &outputIndex, keepingIn: &additionalProperties)
            case "item": hasItem = try reader.readField(key, into: &item, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasItem else { throw JSONError(code: .missingField, message: "'item' is required") }
    }

    func write(_ type: ResponseEventType, to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("sequence_number", sequenceNumber)
            writer.field("output_index", outputIndex)
            writer.field("item", item)
        }
    }
}
