import MartletAPI

extension CompletionLogprobs {
    /// `llama-server` reports a completion's probabilities in the form of a conversation's; this makes them OpenAI's.
    ///
    /// - Parameter offset: Where the first token begins in the text, in characters (Unicode scalars, as in Python).
    func inLegacyForm(offset: inout Int) -> CompletionLogprobs {
        guard tokens == nil, let content = additionalProperties["content"]?.arrayValue else { return self }
        var result = CompletionLogprobs()
        result.tokens = content.map { $0["token"]?.stringValue ?? "" }
        result.tokenLogprobs = content.map { $0["logprob"] ?? .null }
        result.topLogprobs = content.map { token in
            var likeliest: JSONObject = [:]
            for other in token["top_logprobs"]?.arrayValue ?? [] {
                if let text = other["token"]?.stringValue { likeliest[text] = other["logprob"] ?? .null }
            }
            return .object(likeliest)
        }
        result.textOffset = result.tokens?.map { token in
            defer { offset += token.unicodeScalars.count }
            return offset
        }
        return result
    }

    /// The mean of the tokens' logarithms: how likely the text is, whatever its length.
    var mean: Double {
        let values = (tokenLogprobs ?? []).compactMap(\.doubleValue)
        return values.isEmpty ? -.infinity : values.reduce(0, +) / Double(values.count)
    }
}
