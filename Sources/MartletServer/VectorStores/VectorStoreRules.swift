import MartletAPI

/// What requests about vector stores may say.
enum VectorStoreRules {
    /// OpenAI's defaults for passages: 800 tokens, of which 400 are of the one before.
    static let chunkTokens = 800
    static let overlapTokens = 400
    /// OpenAI: "The maximum batch size is 2000 files."
    static let batchFiles = 2_000
    static let nameLength = 256
    static let descriptionLength = 512
    /// OpenAI: "Set of 16 key-value pairs … Keys are strings with a maximum length of 64 characters. Values are strings
    /// with a maximum length of 512 characters, booleans, or numbers."
    private static let pairs = 16
    private static let keyLength = 64
    private static let valueLength = 512

    /// Refuses what is not understood in a request or a part of it.
    ///
    /// - Parameter place: What stands before its names in messages, such as `expires_after.`.
    /// - Throws: ``PlatformError`` with 400 and the parameter's name.
    static func check(
        _ properties: JSONObject, modelled: Set<String>, at place: String = ""
    ) throws(PlatformError) {
        for key in properties.keys {
            let name = place + key
            if modelled.contains(key) {
                throw .invalidRequest(
                    "The value of '\(name)' has the wrong type or form.", code: "invalid_type", parameter: name)
            }
            throw .invalidRequest(
                "The parameter '\(name)' is not supported, and would be ignored. Leave it out.",
                code: "unsupported_parameter", parameter: name)
        }
    }

    static func check(_ name: String, _ text: String?, maximum: Int) throws(PlatformError) {
        guard let count = text?.count, count > maximum else { return }
        throw .invalidRequest("\(name) has \(count) characters; the limit is \(maximum).", parameter: name)
    }

    /// OpenAI: "Supported anchors: `last_active_at`", and 1 to 365 days.
    static func check(_ expiration: VectorStoreExpiration?) throws(PlatformError) {
        guard let expiration else { return }
        try check(expiration.additionalProperties, modelled: ["anchor", "days"], at: "expires_after.")
        guard expiration.anchor == "last_active_at" else {
            throw .invalidRequest(
                "expires_after.anchor must be last_active_at, not '\(expiration.anchor.prefix(40))'.",
                parameter: "expires_after.anchor")
        }
        try RequestBody.check("expires_after.days", expiration.days, in: 1...365)
    }

    /// The sizes of passages.
    ///
    /// OpenAI: "The minimum value is `100` and the maximum value is `4096`", "the overlap must not exceed half of
    /// `max_chunk_size_tokens`".
    static func sizes(
        _ strategy: ChunkingStrategy?, at place: String = ""
    ) throws(PlatformError) -> (chunk: Int, overlap: Int) {
        let name = "\(place)chunking_strategy"
        switch strategy {
        case nil, .auto: return (chunkTokens, overlapTokens)
        case .static(let size, let overlap):
            try RequestBody.check("\(name).static.max_chunk_size_tokens", size, in: 100...4_096)
            guard overlap >= 0, overlap <= size / 2 else {
                throw .invalidRequest(
                    "\(name).static.chunk_overlap_tokens must be between 0 and half of max_chunk_size_tokens, "
                        + "which is \(size / 2), not \(overlap).",
                    parameter: "\(name).static.chunk_overlap_tokens")
            }
            return (size, overlap)
        case .unknown:
            throw .invalidRequest(
                "\(name) must be {\"type\": \"auto\"}, or {\"type\": \"static\", \"static\": "
                    + "{\"max_chunk_size_tokens\", \"chunk_overlap_tokens\"}}.",
                parameter: name)
        }
    }

    static func attributes(_ attributes: JSONObject?, at place: String = "") throws(PlatformError) -> JSONObject {
        guard let attributes else { return [:] }
        let name = "\(place)attributes"
        guard attributes.count <= pairs else {
            throw .invalidRequest("\(name) has more than \(pairs) pairs.", parameter: name)
        }
        for (key, value) in attributes {
            let isAllowed =
                switch value {
                case .string(let text): text.count <= valueLength
                case .bool, .integer, .number: true
                case .null, .array, .object: false
                }
            guard isAllowed, key.count <= keyLength else {
                throw .invalidRequest(
                    """
                    \(name) has keys of up to \(keyLength) characters and values that are strings of up to \
                    \(valueLength), numbers or booleans; '\(key.prefix(80))' is none of these.
                    """, parameter: name)
            }
        }
        return attributes
    }
}
