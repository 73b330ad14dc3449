/// The answer to an ``EmbeddingRequest``.
public struct EmbeddingResponse: JSONConvertible, Hashable {
    /// `list`.
    public var object: String?
    /// One vector for each text, in the order of the texts.
    public var data: [Embedding] = []
    /// The model that made them.
    public var model: ModelID?
    /// What it cost.
    public var usage: EmbeddingUsage?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(data: [Embedding] = [], model: ModelID? = nil, usage: EmbeddingUsage? = nil) {
        self.data = data
        self.model = model
        self.usage = usage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "data": try reader.readField(key, into: &data, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        // GravixLayer: "`index` i default position".
        for position in data.indices where data[position].index == nil { data[position].index = position }
        if !data.indices.allSatisfy({ data[$0].index == $0 }) {
            data.sort { ($0.index ?? 0, 0) < ($1.index ?? 0, 0) }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("data", data)
            writer.field("model", model)
            writer.field("usage", usage)
        }
    }
}

extension EmbeddingResponse {
    /// The vectors, in the order of the texts.
    public var vectors: [[Float]] { data.map(\.vector) }
}
