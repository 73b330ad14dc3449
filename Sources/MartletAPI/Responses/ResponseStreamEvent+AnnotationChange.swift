extension ResponseStreamEvent {
    /// A citation or the like that is added to a text.
    public struct AnnotationChange: ResponseStreamEventPayload {
        /// The item that it belongs to.
        public var itemID: ResponseItemID?
        /// The item's place in the output.
        public var outputIndex: Int?
        /// The part's place in the message.
        public var contentIndex: Int?
        /// The annotation's place in the part.
        public var annotationIndex: Int?
        /// The annotation.
        public var annotation: JSONValue
        /// The event's place in the stream, from 0.
        public var sequenceNumber: Int?
        /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
        public var additionalProperties: JSONObject = [:]

        /// Creates a value; what is not named here is a property to set.
        public init(
            itemID: ResponseItemID?, outputIndex: Int?, contentIndex: Int?, annotationIndex: Int?, annotation: JSONValue
        ) {
            self.itemID = itemID
            self.outputIndex = outputIndex
            self.contentIndex = contentIndex
            self.annotationIndex = annotationIndex
            self.annotation = annotation
        }
    }
}

extension ResponseStreamEvent.AnnotationChange {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(itemID: nil, outputIndex: nil, contentIndex: nil, annotationIndex: nil, annotation: .null)
        var hasAnnotation = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "sequence_number": try reader.readField(key, into: &sequenceNumber, keepingIn: &additionalProperties)
            case "item_id": try reader.readField(key, into: &itemID, keepingIn: &additionalProperties)
            case "output_index": try reader.readField(key, into: &outputIndex, keepingIn: &additionalProperties)
            case "content_index": try reader.readField(key, into: &contentIndex, keepingIn: &additionalProperties)
            case "annotation_index": try reader.readField(key, into: &annotationIndex, keepingIn: &additionalProperties)
            case "annotation":
                hasAnnotation = try reader.readField(key, into: &annotation, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasAnnotation else { throw JSONError(code: .missingField, message: "'annotation' is required") }
    }

    func write(_ type: ResponseEventType, to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("sequence_number", sequenceNumber)
            writer.field("item_id", itemID)
            writer.field("output_index", outputIndex)
            writer.field("content_index", contentIndex)
            writer.field("annotation_index", annotationIndex)
            writer.field("annotation", annotation)
        }
    }
}
