extension ResponseStreamEvent {
    /// A part of an item's content that begins or is complete.
    public struct PartChange: ResponseStreamEventPayload {
        /// The item that it belongs to.
        public var itemID: ResponseItemID?
        /// The item's place in the output.
        public var outputIndex: Int?
        /// The part's place in the item: its `content_index`, or its `summary_index` in a summary of reasoning.
        public var index: Int?
        /// The part.
        public var part: ResponseContentPart
        /// The event's place in the stream, from 0.
        public var sequenceNumber: Int?
        /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
        public var additionalProperties: JSONObject = [:]

        /// Creates a value; what is not named here is a property to set.
        public init(itemID: ResponseItemID?, outputIndex: Int?, index: Int?, part: ResponseContentPart) {
            self.itemID = itemID
            self.outputIndex = outputIndex
            self.index = index
            self.part = part
        }
    }
}

extension ResponseStreamEvent.PartChange {
    init(reading reader: inout JSONReader, index indexKey: StaticString?) throws(JSONError) {
        self.init(itemID: nil, outputIndex: nil, index: nil, part: .inputText(""))
        var hasPart = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "sequence_number": try reader.readField(key, into: &sequenceNumber, keepingIn: &additionalProperties)
            case "item_id": try reader.readField(key, into: &itemID, keepingIn: &additionalProperties)
            case "output_index": try reader.readField(key, into: &outputIndex, keepingIn: &additionalProperties)
            case "part": hasPart = try reader.readField(key, into: &part, keepingIn: &additionalProperties)
            default:
                if let indexKey, indexKey ~= key {
                    try reader.readField(key, into: &index, keepingIn: &additionalProperties)
                } else {
                    additionalProperties[key.string] = try reader.readValue()
                }
            }
        }
        guard hasPart else { throw JSONError(code: .missingField, message: "'part' is required") }
    }

    func write(_ type: ResponseEventType, index indexKey: StaticString?, to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("sequence_number", sequenceNumber)
            writer.field("item_id", itemID)
            writer.field("output_index", outputIndex)
            if let indexKey { writer.field(indexKey, index) }
            writer.field("part", part)
        }
    }
}
