/// How a reasoning model should think.
public struct ResponseReasoning: JSONConvertible, Hashable {
    /// How much it may think.
    public var effort: ReasoningEffort?
    /// Whether and how its thoughts are summed up. Nil for no summary.
    public var summary: ResponseReasoningSummary?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(effort: ReasoningEffort? = nil, summary: ResponseReasoningSummary? = nil) {
        self.effort = effort
        self.summary = summary
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "effort": try reader.readField(key, into: &effort, keepingIn: &additionalProperties)
            case "summary": try reader.readField(key, into: &summary, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("effort", effort)
            writer.field("summary", summary)
        }
    }
}
