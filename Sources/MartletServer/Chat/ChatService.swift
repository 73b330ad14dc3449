import MartletAPI
import NIOCore

/// Answers conversations: understands the request, refuses what is wrong with it, and asks the engine.
struct ChatService: Sendable {
    let engine: any InferenceEngine
    let limits: PlatformLimits
    let models: ModelResolver
    let admissions: Admissions
    let assistants: AssistantChat

    /// - Throws: ``PlatformError`` before anything of the answer has been sent.
    func answer(_ body: ByteBuffer, _ account: AccountID) async throws -> EngineAnswer {
        let request = try RequestBody.decode(ChatCompletionRequest.self, from: body)
        try ChatRequestValidator(limits: limits).validate(request)
        let assistant = try await assistants.assistant(of: request, account)
        let named = request.model.flatMap { $0.rawValue.isEmpty ? nil : $0 }
        let model = try await models.model(named ?? assistant?.model, for: .chat)
        // An engine that is to be asked without a name knows itself what that means; assistants are the platform's own.
        let isPixiGPT = PixiGPTDialect.isSpoken(in: request) && (assistant != nil || !model.rawValue.isEmpty)
        if let name = request.assistantID, !name.isEmpty, assistant == nil, !model.rawValue.isEmpty {
            throw PlatformError.unknownAssistant(AssistantID(rawValue: name), parameter: "assistant_id")
        }
        var asked = assistant.map { AssistantChat.request(request, to: $0) } ?? request
        if isPixiGPT { PixiGPTDialect.applyDefaults(to: &asked) }
        if request.assistantID?.isEmpty == true { asked.assistantID = nil }
        let admission = try admissions.admit()
        if let assistant {
            var chat = asked
            chat.model = model
            if let completion = try await assistants.answer(chat, by: assistant, engine: engine) {
                let body = ByteBuffer(bytes: try completion.jsonBytes())
                withExtendedLifetime(admission) {}
                return .whole(isPixiGPT ? try PixiGPTDialect.answer(body) : body)
            }
        }
        // A request that was changed must not be passed on as it came.
        let bytes = asked == request ? body : ByteBuffer(bytes: try asked.jsonBytes())
        let answer = try await engine.asked { [asked] engine in
            try await engine.chat(EngineRequest(model: model, chat: asked, body: bytes))
        }
        switch answer {
        // A streamed answer counts until its last byte.
        case .streamed(let events): return .streamed(AdmittedStream(base: events, admission: admission))
        case .whole(let body): return .whole(isPixiGPT ? try PixiGPTDialect.answer(body) : body)
        }
    }
}
