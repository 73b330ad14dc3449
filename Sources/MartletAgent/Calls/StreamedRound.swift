import MartletAPI

/// A streamed answer of the model while it comes.
struct StreamedRound {
    /// Where it comes from; nil until the platform begins to answer.
    var source: ChunkSource?
    /// What has come, put together.
    var accumulator = ChatCompletionAccumulator()
    /// What has come of the text.
    var text = ""
    /// How often the request was sent.
    var attempts = 0
    /// How long it was waited for, without the time that the reader took.
    var waited = Duration.zero
    /// How long until the first piece came.
    var first: Duration?
    /// Whether anything of the answer has come: from then on the request is not sent again.
    var hasContent = false
}
