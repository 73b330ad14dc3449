extension ResponseStreamEvent {
    /// A piece of a text that is being written, or the whole of it once it is.
    public struct Piece: ResponseStreamEventPayload {
        /// The item that it belongs to.
        public var itemID: ResponseItemID?
        /// The item's place in the output.
        public var outputIndex: Int?
        /// The part's place in the item: its `content_index`, or its `summary_index` in a summary of reasoning.
        /// Nil for arguments and the like, which have no parts.
        public var index: Int?
        /// The piece: `delta`. In an event that ends a text, the whole: its `text`, `refusal`, `arguments` or `input`.
        public var text: String
        /// The function, where a server names it when its arguments are complete.
        public var name: String?
        /// The probabilities of the text's tokens, when they were asked for.
        public var logprobs: [TokenLogprob]?
        /// The event's place in the stream, from 0.
        public var sequenceNumber: Int?
        /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
        public var additionalProperties: JSONObject = [:]

        /// Creates a value; what is not named here is a property to set.
        public init(itemID: ResponseItemID?, outputIndex: Int?, index: Int? = nil, text: String) {
            self.itemID = itemID
            self.outputIndex = outputIndex
            self.index = index
            self.text = text
        }
    }
}

extension ResponseStreamEvent.Piece {
    init(reading reader: inout JSONReader, text textKey: StaticString, index indexKey: StaticString?) throws(JSONError)
    {
        self.init(itemID: nil, outputIndex: nil, text: "")
        var hasText = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "sequence_number": try reader.readField(key, into: &sequenceNumber, keepingIn: &additionalProperties)
            case "item_id": try reader.readField(key, into: &itemID, keepingIn: &additionalProperties)
            case "output_index": try reader.readField(key, into: &outputIndex, keepingIn: &additionalProperties)
            case textKey: hasText = try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            default:
                if let indexKey, indexKey ~= key {
                    try reader.readField(key, into: &index, keepingIn: &additionalProperties)
                } else {
                    additionalProperties[key.string] = try reader.readValue()
                }
            }
        }
        guard hasText else { throw JSONError(code: .missingField, message: "'\(textKey)' is required") }
    }

    func write(
        _ type: ResponseEventType, text textKey: StaticString, index indexKey: StaticString?,
        to writer: inout JSONWriter
    ) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("sequence_number", sequenceNumber)
            writer.field("item_id", itemID)
            writer.field("output_index", outputIndex)
            if let indexKey { writer.field(indexKey, index) }
            writer.field("name", name)
            writer.field(textKey, text)
            writer.field("logprobs", logprobs)
        }
    }
}
