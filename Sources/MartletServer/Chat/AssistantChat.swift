import HTTPTypes
import MartletAPI

/// Chats that name an assistant: its instructions come first, and its tools are used where the request brings none.
struct AssistantChat: Sendable {
    /// Nil when the platform keeps no assistants.
    let assistants: (any AssistantStore)?
    let tools: ServerTools

    /// The assistant that a request names; nil when it names none, or one that there is not.
    func assistant(of request: ChatCompletionRequest, _ account: AccountID) async throws -> StoredAssistant? {
        guard let name = request.assistantID, !name.isEmpty else { return nil }
        return try await assistants?.assistant(AssistantID(rawValue: name), of: account)
    }

    /// The request as it is to be asked.
    static func request(_ request: ChatCompletionRequest, to assistant: StoredAssistant) -> ChatCompletionRequest {
        var request = request
        request.assistantID = nil
        if let instructions = assistant.instructions, !instructions.isEmpty {
            request.messages.insert(.system(instructions), at: 0)
        }
        return request
    }

    /// The answer with the platform's tools run on the way to it; nil when the request is to be asked as it is.
    ///
    /// PixiGPT: tools in the request "override the assistant's configured tools". A streamed answer, and one of several
    /// choices, is given without them.
    func answer(
        _ request: ChatCompletionRequest, by assistant: StoredAssistant, engine: any InferenceEngine
    ) async throws -> ChatCompletion? {
        guard request.tools == nil, request.stream != true, request.n ?? 1 == 1 else { return nil }
        let toolbox = try tools.toolbox(for: assistant, recorder: AttachmentRecorder())
        guard !toolbox.tools.isEmpty else { return nil }
        do {
            let conversation = try await EngineChatModel(engine: engine).complete(
                request, using: toolbox, maximumRounds: RunExecutor.maximumRounds)
            var completion = conversation.completion
            completion.usage = conversation.usage ?? completion.usage
            return completion
        } catch let error as ToolError {
            throw PlatformError(.internalServerError, code: error.code.rawValue, error.message)
        }
    }
}
