/// The answer to a ``ModerationRequest`` or a ``MediaModerationRequest``: one label.
public struct ModerationResult: JSONConvertible, Hashable {
    /// The label.
    public var category: ModerationCategory
    /// How sure the platform is of the label, 0 to 1. A text that is ``ModerationCategory/safe`` has a score too.
    public var score: Double
    /// What it cost, in tokens. PixiGPT's clients take exactly the three counts.
    public var usage: CompletionUsage?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(category: ModerationCategory, score: Double, usage: CompletionUsage? = nil) {
        self.category = category
        self.score = score
        self.usage = usage
    }

    /// How serious the category is; nil for one that is not known.
    public var group: ModerationGroup? { category.group }

    /// What the score says in words.
    public var confidence: ModerationConfidence { ModerationConfidence(score: score) }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(category: "", score: 0)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "category": try reader.readField(key, into: &category, keepingIn: &additionalProperties)
            case "score": try reader.readField(key, into: &score, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("category", category)
            writer.field("score", score)
            writer.field("usage", usage)
        }
    }
}
