extension ResponseStreamEvent {
    /// What went wrong in a stream.
    public struct Failure: ResponseStreamEventPayload {
        /// The reason, for programs.
        public var code: String?
        /// The reason, for people. Nil when a server puts it into an `error` object, as chat completions do.
        public var message: String?
        /// The request's parameter that is at fault.
        public var parameter: String?
        /// The event's place in the stream, from 0.
        public var sequenceNumber: Int?
        /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
        public var additionalProperties: JSONObject = [:]

        /// Creates a value; what is not named here is a property to set.
        public init(code: String?, message: String?, parameter: String? = nil) {
            self.code = code
            self.message = message
            self.parameter = parameter
        }
    }
}

extension ResponseStreamEvent.Failure {
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(code: nil, message: nil)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "sequence_number": try reader.readField(key, into: &sequenceNumber, keepingIn: &additionalProperties)
            case "code": try reader.readField(key, into: &code, keepingIn: &additionalProperties)
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            case "param": try reader.readField(key, into: &parameter, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    func write(_ type: ResponseEventType, to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("sequence_number", sequenceNumber)
            writer.field("message", message)
            writer.fieldOrNull("code", code)
            writer.fieldOrNull("param", parameter)
        }
    }
}

extension ResponseStreamEvent.Failure {
    /// The error, wherever the server put it.
    public var body: ErrorBody {
        if message == nil, let error = additionalProperties["error"],
            let understood = ErrorBody(["error": error])
        {
            return understood
        }
        return ErrorBody(message: message ?? "", type: "error", code: code, parameter: parameter)
    }
}
