/// One result of a ``ModerationReport``.
///
/// The names of the categories are OpenAI's, such as `hate` and `self-harm/intent`, and whatever a platform adds.
public struct ModerationFlags: JSONConvertible, Hashable {
    /// Whether any category applies.
    public var flagged: Bool
    /// Whether each category applies.
    public var categories: [String: Bool]
    /// How much each category applies, 0 to 1.
    public var categoryScores: [String: Double]
    /// For each category, which kinds of input were looked at: `text`, `image`.
    public var categoryAppliedInputTypes: [String: [String]]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(flagged: Bool, categories: [String: Bool] = [:], categoryScores: [String: Double] = [:]) {
        self.flagged = flagged
        self.categories = categories
        self.categoryScores = categoryScores
    }

    /// The names of the categories that apply, sorted.
    public var flaggedCategories: [String] { categories.filter(\.value).keys.sorted() }

    /// - Throws: `JSONError`; one without `flagged`, or with another value than true and false, says nothing of the input,
    ///   and must not be taken for one that says that all is well.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(flagged: false)
        var isFlagged: Bool?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "flagged": try reader.readField(key, into: &isFlagged, keepingIn: &additionalProperties)
            case "categories": categories = try Self.values(of: &reader)
            case "category_scores": categoryScores = try Self.values(of: &reader)
            case "category_applied_input_types":
                try reader.readField(key, into: &categoryAppliedInputTypes, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard let isFlagged else {
            throw JSONError(code: .missingField, message: "'flagged' is required: true or false")
        }
        flagged = isFlagged
    }

    /// The members that have a value. OpenAI's older models say `null` for categories that they do not know.
    private static func values<Value: JSONFieldValue>(
        of reader: inout JSONReader
    ) throws(JSONError) -> [String: Value] {
        var values: [String: Value] = [:]
        guard try reader.peek() == .object else {
            _ = try reader.readValue()
            return values
        }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if try reader.readNull() { continue }
            if let value = try Value.readField(from: &reader) {
                values[key.string] = value
            } else {
                _ = try reader.readValue()
            }
        }
        return values
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("flagged", flagged)
            writer.field("categories", categories)
            writer.field("category_scores", categoryScores)
            writer.field("category_applied_input_types", categoryAppliedInputTypes)
        }
    }
}
