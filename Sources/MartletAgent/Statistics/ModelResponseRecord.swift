package import MartletAPI

/// One answer of a model, for the statistics.
package struct ModelResponseRecord: Sendable {
    /// The model that answered, as the platform names it, or as it was asked for.
    package var model: ModelID?
    /// The platform's own count. Nil when it sent none.
    package var usage: CompletionUsage?
    /// The characters of the answer's text: where there is no ``usage``, a quarter of them is the number of tokens.
    package var characters: Int
    /// Whether the answer was streamed.
    package var isStream: Bool
    /// From sending the request to the answer's end; of a stream without the time that its reader took.
    package var latency: Duration
    /// Of a stream, from sending the request to the first piece of the answer.
    package var timeToFirstToken: Duration?
    /// How often the request was repeated.
    package var retries: Int

    /// Describes an answer.
    package init(
        model: ModelID?, usage: CompletionUsage?, characters: Int, isStream: Bool, latency: Duration,
        timeToFirstToken: Duration? = nil, retries: Int = 0
    ) {
        self.model = model
        self.usage = usage
        self.characters = characters
        self.isStream = isStream
        self.latency = latency
        self.timeToFirstToken = timeToFirstToken
        self.retries = retries
    }

    /// Whether the tokens are estimated: only of streams, as the protocol does; other answers count none.
    package var isEstimated: Bool { usage == nil && isStream }
    /// Tokens of the answer, counted or estimated.
    package var completionTokens: Int { usage?.completionTokens ?? (isStream ? characters / 4 : 0) }
}
