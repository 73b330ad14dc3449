import MartletAPI

/// A line of what is to be put into an index: a vector, or a text that is yet to be embedded.
///
/// `{"id": "a", "embedding": [0.1, 0.2], "metadata": {}}` or `{"id": "a", "text": "…", "metadata": {}}`; all but the
/// vector or the text may be absent, and what else the object has becomes metadata.
enum VectorLine: Equatable {
    case vector(VectorInput)
    case text(TextVectorInput)

    /// What is wrong with a line, as the end of a sentence.
    struct Problem: Error {
        let words: String
    }

    /// - Throws: ``Problem``.
    init(json: some Sequence<UInt8>, model: ModelID?, keepsText: Bool) throws {
        var object: JSONObject
        do throws(JSONError) {
            guard case .object(let members) = try JSONValue(json: Array(json)) else {
                throw JSONError(code: .typeMismatch, message: "no object")
            }
            object = members
        } catch {
            throw Problem(words: error.code == .typeMismatch ? "is no JSON object" : "is not JSON: \(error)")
        }
        func has(_ key: String) -> Bool { object[key].map { $0 != .null } ?? false }
        let hasEmbedding = has("embedding")
        guard hasEmbedding || has("text") else { throw Problem(words: "has neither 'text' nor 'embedding'") }
        // A text that is embedded already is a note like any other.
        let known = ["id", "metadata", "delete_protection"] + (hasEmbedding ? ["embedding"] : ["text", "model"])
        var others: JSONObject = [:]
        for key in object.keys where !known.contains(key) {
            others[key] = object[key]
            object[key] = nil
        }
        let bytes = try JSONValue.object(object).jsonBytes()
        if hasEmbedding {
            var input = try VectorInput(json: bytes)
            try Self.check(input.additionalProperties)
            if input.embedding.isEmpty { throw Problem(words: "has an empty 'embedding'") }
            others.merge(input.metadata)
            input.metadata = others
            self = .vector(input)
        } else {
            var input = try TextVectorInput(json: bytes)
            try Self.check(input.additionalProperties)
            if input.text.allSatisfy(\.isWhitespace) { throw Problem(words: "has an empty 'text'") }
            input.model = input.model ?? model
            others.merge(input.metadata)
            if keepsText { others["text"] = .string(input.text) }
            input.metadata = others
            self = .text(input)
        }
        if id?.rawValue.isEmpty == true { throw Problem(words: "has an empty 'id'") }
    }

    private var id: VectorID? {
        switch self {
        case .vector(let input): input.id
        case .text(let input): input.id
        }
    }

    /// What a type keeps aside is of a kind that it does not take.
    private static func check(_ aside: JSONObject) throws {
        if let key = aside.keys.first { throw Problem(words: "has a '\(key)' of the wrong kind") }
    }
}
