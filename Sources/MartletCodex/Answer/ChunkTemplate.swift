import MartletAPI

/// What all chunks of one choice have in common.
struct ChunkTemplate: Hashable, Sendable {
    /// The same for all choices of a request.
    var id: ChatCompletionID
    /// When the request began, in seconds since 1970.
    var created: Int
    /// Updated when the provider takes another one.
    var model: ModelID?
    /// `codex-cli-VERSION`.
    var systemFingerprint: String?
    /// The choice.
    var index = 0

    func chunk(_ delta: ChatCompletionDelta, finishReason: FinishReason? = nil) -> ChatCompletionChunk {
        var chunk = ChatCompletionChunk(
            id: id, created: created, model: model,
            choices: [ChatCompletionChunkChoice(delta: delta, index: index, finishReason: finishReason)])
        chunk.object = "chat.completion.chunk"
        chunk.systemFingerprint = systemFingerprint
        return chunk
    }
}
