import MartletAPI

@testable import MartletCodex

extension [CodexEvent] {
    var chunks: [ChatCompletionChunk] {
        compactMap { if case .chunk(let chunk) = $0 { chunk } else { nil } }
    }
    var activities: [CodexActivity] {
        compactMap { if case .activity(let activity, _) = $0 { activity } else { nil } }
    }
    /// The contents of the chunks, put together.
    var text: String { chunks.map(\.text).joined() }
    var reasoning: String { chunks.compactMap(\.reasoningText).joined() }
    var finishReasons: [FinishReason] { chunks.compactMap { $0.choices.first?.finishReason } }
    var warnings: [String] {
        activities.compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }
}

extension ChunkTemplate {
    static let test = ChunkTemplate(
        id: "chatcmpl-test", created: 1_795_877_973, model: "lab-model", systemFingerprint: "codex-cli-0.147.0")
}
