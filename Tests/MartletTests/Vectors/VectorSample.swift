/// Answers of a platform with vectors.
enum VectorSample {
    static func index(_ id: String = "ix", name: String = "n", more: String = "") -> String {
        #"{"id":"\#(id)","name":"\#(name)","dimension":3,"metric":"cosine","vector_type":"dense","#
            + #""cloud_provider":"AWS","region":"us-east-1","index_type":"serverless","delete_protection":false,"#
            + #""created_at":"2025-12-01T10:00:00Z","metadata":{}\#(more)}"#
    }

    static func page(_ indexes: [String], more: String = "") -> String {
        #"{"indexes":[\#(indexes.joined(separator: ","))]\#(more)}"#
    }

    static func vector(_ id: String = "v1", protected: Bool = false) -> String {
        #"{"id":"\#(id)","embedding":[0.1,0.2,0.3],"metadata":{"c":"t"},"delete_protection":\#(protected),"#
            + #""created_at":"2025-12-01T10:00:00Z","updated_at":"2025-12-01T10:00:00Z"}"#
    }

    static func list(_ vectors: [String]) -> String { #"{"vectors":[\#(vectors.joined(separator: ","))]}"# }

    static func ids(_ ids: [String]) -> String { #"{"vector_ids":\#(ids),"count":\#(ids.count)}"# }

    static let hits =
        #"{"hits":[{"id":"v1","score":0.9,"metadata":{"c":"t"}},{"id":"v2","score":0.5,"values":[1,2,3]}],"#
        + #""query_time_ms":2,"usage":{"prompt_tokens":1,"total_tokens":1}}"#
}
