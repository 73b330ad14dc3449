import HTTPTypes
import MartletAPI
import NIOCore

/// Asks the multimodal model that is configured.
struct VisionModel: Sendable {
    let engine: any InferenceEngine
    let configuration: PlatformConfiguration
    let admissions: Admissions

    /// The model.
    ///
    /// - Throws: ``PlatformError`` with 501 `vision_model_not_configured` when there is none.
    func configured() throws(PlatformError) -> ModelID {
        guard let model = configuration.visionModel, !model.isEmpty else {
            throw .unavailable(
                code: "vision_model_not_configured",
                """
                No multimodal model is configured, so images and videos cannot be looked at. Set MARTLET_VISION_MODEL, \
                or vision_model in martlet.yaml, to the name of one that this platform serves. Reading text (ocr) needs \
                none.
                """)
        }
        return ModelID(rawValue: model)
    }

    /// What the model says of pictures.
    ///
    /// - Throws: ``PlatformError``.
    func answer(_ model: ModelID, prompt: String, pictures: [ContentPart]) async throws -> VisionResult {
        var chat = ChatCompletionRequest(
            model: model, messages: [ChatMessage(role: .user, content: .parts([.text(prompt)] + pictures))])
        chat.maxTokens = configuration.limits.visionTokens
        let request = EngineRequest(model: model, chat: chat, body: ByteBuffer(bytes: try chat.jsonBytes()))
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let answer = try await ask(request)
        guard case .whole(let body) = answer, let completion = try? ChatCompletion(json: body.readableBytesView),
            !completion.choices.isEmpty
        else {
            throw PlatformError(
                .badGateway, code: "engine_failed", "The vision model's answer could not be understood.")
        }
        let text = completion.text.trimmed
        guard !text.isEmpty else {
            throw PlatformError(
                .badGateway, code: "engine_failed",
                "The vision model said nothing (it ended with \(completion.finishReason?.rawValue ?? "no reason")).")
        }
        // "exactly 3 usage keys": the stock Python client fails on a fourth.
        let usage = completion.usage ?? CompletionUsage()
        return VisionResult(
            result: text,
            usage: CompletionUsage(
                promptTokens: usage.promptTokens, completionTokens: usage.completionTokens,
                totalTokens: usage.totalTokens))
    }

    private func ask(_ request: EngineRequest) async throws -> EngineAnswer {
        do {
            return try await engine.asked { try await $0.chat(request) }
        } catch let error as PlatformError where error.body.code == "model_not_found" {
            // The client named no model; the platform's owner did.
            throw PlatformError.unavailable(
                code: "vision_model_not_found",
                "The vision model is not there (MARTLET_VISION_MODEL). \(error.body.message)")
        }
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let head = drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}
