/// The answer to a ``RerankRequest``.
public struct RerankResponse: JSONConvertible, Hashable {
    /// What the platform calls it; `list` on PixiGPT.
    public var object: String?
    /// The model that sorted.
    public var model: ModelID?
    /// How the local platform sorted: `rerank_model`, or `embedding_similarity` where no such model is configured.
    public var method: String?
    /// The documents, the best first.
    public var results: [RerankResult] = []
    /// What it cost, in tokens.
    public var usage: RerankUsage?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(results: [RerankResult] = [], model: ModelID? = nil, usage: RerankUsage? = nil) {
        self.results = results
        self.model = model
        self.usage = usage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "method": try reader.readField(key, into: &method, keepingIn: &additionalProperties)
            case "results": try reader.readField(key, into: &results, keepingIn: &additionalProperties)
            // llama.cpp's and vLLM's older name.
            case "data" where results.isEmpty:
                try reader.readField(key, into: &results, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("model", model)
            writer.field("method", method)
            writer.field("results", results)
            writer.field("usage", usage)
        }
    }
}
