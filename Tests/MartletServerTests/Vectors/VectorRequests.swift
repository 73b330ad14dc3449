import MartletAPI
import MartletServer
import MartletTesting
import Testing

/// What tests of vectors ask a platform.
enum VectorRequests {
    static let created: JSONValue = [
        "name": "n", "dimension": 3, "metric": "cosine", "vector_type": "dense", "cloud_provider": "AWS",
        "region": "us-east-1", "index_type": "serverless", "metadata": [:], "delete_protection": false,
    ]

    static func with(
        engine: StubEngine = StubEngine(), limits: PlatformLimits = PlatformLimits(),
        _ body: @escaping @Sendable (Caller) async throws -> Void
    ) async throws {
        var configuration = PlatformConfiguration()
        configuration.limits = limits
        try await withPlatform(engine: engine, configuration: configuration) { platform in
            try await body(Caller(port: platform.port, isOpenAI: false))
        }
    }

    /// An index of three dimensions.
    static func index(_ caller: Caller, dimension: Int = 3, metric: String = "cosine") async throws -> String {
        var body = created.objectValue ?? [:]
        body["dimension"] = .integer(dimension)
        body["metric"] = .string(metric)
        let answer = try await caller.post("/vectors/indexes", .object(body))
        #expect(answer.status == 200, "\(answer.body)")
        return answer.id
    }

    static func vector(_ id: String, _ values: [Double], _ metadata: JSONObject = [:]) -> JSONValue {
        [
            "embedding": .array(values.map { .number($0) }), "metadata": .object(metadata),
            "delete_protection": false, "id": .string(id),
        ]
    }
}
