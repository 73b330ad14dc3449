import MartletAPI

extension Fixture {
    static let vectors = [
        Fixture(
            VectorIndexRequest.self, "GravixLayer",
            #"""
            {"name":"n","dimension":3,"metric":"cosine","vector_type":"dense","cloud_provider":"AWS","region":"us-east-1",
             "index_type":"serverless","metadata":{},"delete_protection":false}
            """#),
        Fixture(
            VectorIndexRequest.self, "unknown members and values",
            #"""
            {"name":"n","dimension":3,"metric":"hamming","vector_type":"sparse","cloud_provider":"Hetzner",
             "index_type":"hnsw","metadata":{"a":[1,{"b":null}]},"delete_protection":true,"shards":2}
            """#),
        Fixture(VectorIndexRequest.self, "unexpected types", #"{"name":["n"],"dimension":"many","metric":{"m":1}}"#),
        Fixture(
            VectorIndex.self, "GravixLayer",
            #"""
            {"id":"5f1c","name":"n","dimension":3,"metric":"dot_product","vector_type":"dense","cloud_provider":"Gravix",
             "region":"eu-west-1","index_type":"dedicated","delete_protection":true,"created_at":"2025-12-01T10:00:00Z",
             "metadata":{"team":"search"},"updated_at":"2025-12-02T10:00:00Z","status":"ready"}
            """#),
        Fixture(VectorIndex.self, "id only", #"{"id":"i"}"#),
        Fixture(
            VectorIndex.self, "unknown members",
            #"{"id":"i","name":"n","dimension":3,"metric":"cosine","metadata":null,"vector_count":7,"host":{"url":"u"}}"#
        ),
        Fixture(
            VectorIndexPage.self, "GravixLayer",
            #"""
            {"indexes":[{"id":"i","name":"n","dimension":3,"metric":"cosine"}],
             "pagination":{"page":2,"page_size":20,"total":21,"pages":2},"x":1}
            """#),
        Fixture(VectorIndexPage.self, "no pagination", #"{"indexes":[]}"#),
        Fixture(VectorIndexUpdate.self, "both", #"{"metadata":{"a":1},"delete_protection":false,"x":[]}"#),
        Fixture(VectorIndexUpdate.self, "nothing", "{}"),
        Fixture(
            VectorUpsertRequest.self, "GravixLayer",
            #"{"vectors":[{"embedding":[0.1,0.2,0.3],"metadata":{"c":"t"},"delete_protection":false,"id":"v1"}]}"#),
        Fixture(
            VectorUpsertRequest.self, "no id, unknown members",
            #"{"vectors":[{"embedding":[1,-2.5e-3,3e8],"sparse":{"1":2}}],"namespace":"n"}"#),
        Fixture(VectorUpsertRequest.self, "an embedding that is none", #"{"vectors":[{"embedding":[1,"2"],"id":7}]}"#),
        Fixture(
            TextVectorUpsertRequest.self, "GravixLayer",
            #"""
            {"vectors":[{"text":"Hello","model":"e5","metadata":{"c":"t"},"delete_protection":true,"id":"v1"},
             {"text":"","language":"en"}],"async":false}
            """#),
        Fixture(
            Vector.self, "GravixLayer",
            #"""
            {"id":"v1","embedding":[0.1,0.2,0.3],"metadata":{"c":"t","n":{"d":[1,2]}},"delete_protection":true,
             "created_at":"2025-12-01T10:00:00Z","updated_at":"2025-12-02T10:00:00Z"}
            """#),
        Fixture(Vector.self, "unknown members", #"{"id":"v1","embedding":[1],"metadata":null,"sparse":{"a":1},"v":2}"#),
        Fixture(Vector.self, "an embedding that is none", #"{"id":"v1","embedding":{"0":1}}"#),
        Fixture(
            TextVector.self, "the vector with its text",
            #"""
            {"id":"v1","embedding":[0.5],"metadata":{"c":"t"},"delete_protection":false,"text":"Hello","model":"e5",
             "usage":{"prompt_tokens":1,"total_tokens":1,"cost":2},"x":true}
            """#),
        Fixture(TextVector.self, "the text alone", #"{"id":"v1","text":"","model":["m"],"usage":7}"#),
        Fixture(
            VectorUpsertResponse.self, "the local platform",
            #"""
            {"ids":["v1"],"count":1,"id":"v1","embedding":[0.1,0.2,0.3],"metadata":{"c":"t"},"delete_protection":false,
             "created_at":"2025-12-01T10:00:00Z","updated_at":"2025-12-01T10:00:00Z",
             "usage":{"prompt_tokens":2,"total_tokens":2}}
            """#),
        Fixture(
            VectorUpsertResponse.self, "GravixLayer's older ones",
            #"{"upserted_count":1,"failed_count":0,"errors":[],"vectors":[{"id":"v1","embedding":[1]}],"took":5}"#),
        Fixture(VectorUpsertResponse.self, "GravixLayer's Node client", #"{"ids":["v1"],"count":1}"#),
        Fixture(VectorUpsertResponse.self, "an error", #"{"error":"index is not ready"}"#),
        Fixture(
            VectorBatchResponse.self, "GravixLayer",
            #"{"upserted_count":2,"failed_count":1,"errors":["bad"],"usage":{"prompt_tokens":3,"total_tokens":3},"x":1}"#
        ),
        Fixture(
            VectorSearchRequest.self, "GravixLayer",
            #"""
            {"vector":[0.1,0.2],"top_k":5,"include_metadata":true,"include_values":false,
             "filter":{"user_id":"u","kind":["a","b"]}}
            """#),
        Fixture(
            VectorSearchRequest.self, "unknown members, and no filter",
            #"{"vector":[1],"top_k":1,"filter":null,"namespace":"n"}"#),
        Fixture(VectorSearchRequest.self, "unexpected types", #"{"vector":"no base64!","top_k":"ten","filter":"x"}"#),
        Fixture(
            TextVectorSearchRequest.self, "GravixLayer",
            #"""
            {"query":"q","model":"e","top_k":10,"include_metadata":true,"include_values":false,
             "filter":{"user_id":"u"},"rerank":true}
            """#),
        Fixture(
            VectorSearchResponse.self, "GravixLayer",
            #"""
            {"hits":[{"id":"v1","score":0.9,"values":[0.1,0.2],"metadata":{"c":"t"}},{"id":"v2","score":-1,"rank":2}],
             "query_time_ms":2,"usage":{"prompt_tokens":1,"total_tokens":1},"truncated":false}
            """#),
        Fixture(VectorSearchResponse.self, "nothing found", #"{"hits":[],"query_time_ms":0}"#),
        Fixture(VectorList.self, "GravixLayer", #"{"vectors":[{"id":"a","embedding":[1]},{"id":"b"}],"count":2}"#),
        Fixture(VectorIDList.self, "GravixLayer", #"{"vector_ids":["a","b"],"count":2,"next":"c"}"#),
        Fixture(VectorUpdate.self, "both", #"{"metadata":{},"delete_protection":true,"ttl":7}"#),
        Fixture(VectorDeleteRequest.self, "GravixLayer", #"{"vector_ids":["v1"],"soft":true}"#),
        Fixture(
            VectorDeletion.self, "the local platform",
            #"{"message":"deleted","deleted_ids":["a"],"count":1,"protected_ids":["b"],"missing_ids":["c"],"x":null}"#),
        Fixture(VectorDeletion.self, "unexpected types", #"{"message":["m"],"deleted_ids":"a","count":1.5}"#),
    ]
}
