import MartletAPI

/// Vectors of a request: those that can be put into an index, and what is wrong with the others.
struct VectorBatch: Sendable {
    private(set) var vectors: [StoredVector] = []
    private(set) var problems: [(place: Int, error: PlatformError)] = []

    private static let idLength = 512

    /// - Parameter now: In milliseconds since 1970.
    /// - Throws: ``PlatformError`` with 400 for what is no vector at all: the request is malformed.
    init(
        _ inputs: [VectorInput], into index: StoredVectorIndex, limits: PlatformLimits, now: Int
    ) throws(PlatformError) {
        vectors.reserveCapacity(inputs.count)
        for (number, input) in inputs.enumerated() {
            try Self.check(
                input.additionalProperties, modelled: ["id", "embedding", "metadata", "delete_protection"], at: number)
            do throws(PlatformError) {
                vectors.append(try Self.vector(input, at: number, index: index, limits: limits, now: now))
            } catch {
                problems.append((number, error))
            }
        }
    }

    /// - Throws: ``PlatformError`` with 400 for a text of which no vector can be made.
    static func check(_ text: TextVectorInput, at number: Int) throws(PlatformError) {
        try check(
            text.additionalProperties, modelled: ["id", "text", "model", "metadata", "delete_protection"], at: number)
        guard !text.text.trimmingWhitespace().isEmpty else {
            throw .invalidRequest(
                "vectors[\(number)].text is empty; there is no vector of nothing.", parameter: "vectors[\(number)].text"
            )
        }
        // Before it is embedded, which costs.
        if let id = text.id { try check(id, at: number) }
    }

    private static func check(
        _ properties: JSONObject, modelled: Set<String>, at number: Int
    ) throws(PlatformError) {
        for key in properties.keys {
            let name = "vectors[\(number)].\(key)"
            guard !modelled.contains(key) else {
                throw .invalidRequest("\(name) has the wrong type or form.", code: "invalid_type", parameter: name)
            }
            throw .invalidRequest(
                "The parameter '\(name)' is not supported, and would be ignored. Leave it out.",
                code: "unsupported_parameter", parameter: name)
        }
    }

    private static func check(_ id: VectorID, at number: Int) throws(PlatformError) {
        let text = id.rawValue
        guard !text.isEmpty, text.count <= idLength, !text.utf8.contains(0), text != ".", text != ".." else {
            throw .invalidRequest(
                "vectors[\(number)].id must have 1 to \(idLength) characters.", parameter: "vectors[\(number)].id")
        }
        // "refuse ids equal to those literals".
        guard !VectorRoutes.literals.contains(text) else {
            throw .invalidRequest(
                "vectors[\(number)].id must not be '\(text)', which is the name of a route.",
                parameter: "vectors[\(number)].id")
        }
    }

    private static func vector(
        _ input: VectorInput, at number: Int, index: StoredVectorIndex, limits: PlatformLimits, now: Int
    ) throws(PlatformError) -> StoredVector {
        let place = "vectors[\(number)]"
        guard input.embedding.count == index.dimension else {
            throw .invalidRequest(
                """
                \(place) has \(input.embedding.count) dimensions; the vectors of the index \
                '\(index.name.prefix(80))' have \(index.dimension).
                """, code: "wrong_dimension", parameter: "\(place).embedding")
        }
        guard input.embedding.allSatisfy(\.isFinite) else {
            throw .invalidRequest(
                "\(place).embedding has a number that is too large, or none.", parameter: "\(place).embedding")
        }
        if let id = input.id { try check(id, at: number) }
        try VectorMetadata.check(input.metadata, named: "\(place).metadata", limits: limits)
        return StoredVector(
            id: input.id ?? VectorID(rawValue: Identifier.make("vec")), embedding: input.embedding,
            metadata: input.metadata, deleteProtection: input.deleteProtection, createdAt: now)
    }
}
