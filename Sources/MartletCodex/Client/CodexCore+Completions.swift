import Martlet
import MartletAPI

import struct Foundation.Date

extension CodexCore {
    /// Answers as a whole.
    func complete(
        _ request: ChatCompletionRequest, options: CodexRequestOptions?, conversation: ConversationTurn? = nil
    ) async throws -> ChatCompletion {
        try await execution(request, options, conversation, isStreamed: false) { _ in }.run()
    }

    /// Answers piece by piece; returns when anything happens.
    ///
    /// - Parameter onEnd: Called once with how the answer ended, whether or not anybody reads it to its end.
    func stream(
        _ request: ChatCompletionRequest, options: CodexRequestOptions?, conversation: ConversationTurn? = nil,
        onEnd: (@Sendable (Result<ChatCompletion, any Error>) -> Void)? = nil
    ) async throws -> CodexEventStream {
        let buffer = EventBuffer(limit: configuration.bufferedEvents)
        let execution = try execution(request, options, conversation, isStreamed: true) { buffer.append($0) }
        let source = EventSource(buffer) {
            let result: Result<ChatCompletion, any Error>
            do {
                result = .success(try await execution.run())
            } catch {
                result = .failure(error)
            }
            onEnd?(result)
            buffer.finish(result)
        }
        try await source.waitUntilBegun(countsActivities: true)
        return CodexEventStream(source: source)
    }

    private func execution(
        _ request: ChatCompletionRequest, _ options: CodexRequestOptions?, _ conversation: ConversationTurn?,
        isStreamed: Bool, _ deliver: @escaping @Sendable (CodexEvent) -> Void
    ) throws(MartletError) -> ChatExecution {
        let options = try CallOptions(configuration, options)
        if conversation != nil, let n = request.n, n != 1 {
            throw MartletError(.invalidRequest, "A conversation has one answer to each question: leave out `n`.")
        }
        var generator = SystemRandomNumberGenerator()
        let template = ChunkTemplate(
            id: .random(using: &generator), created: Int(Date().timeIntervalSince1970), model: request.model)
        return ChatExecution(
            core: self, request: request, options: options, conversation: conversation, isStreamed: isStreamed,
            template: template, deadline: Deadline(options.timeout), deliver: deliver,
            relay: ActivityRelay(options.activityHandlers))
    }

    /// Forks a thread that is on disk.
    func fork(_ threadID: CodexThreadID, options: CodexRequestOptions?) async throws -> CodexThreadID {
        let call = try CallOptions(configuration, options)
        guard try await route() == .appServer else {
            throw MartletError(.invalidConfiguration, "`codex exec` cannot fork a thread. Use the app-server.")
        }
        let request = try CodexRequest(
            ChatCompletionRequest(model: nil, messages: [.user("")]), settings: call.settings)
        var settings = request.threadSettings
        settings.workingDirectory = call.settings.workingDirectory
        let fork = ThreadForkCall(threadID: threadID, settings: settings)
        return try await Deadline(call.timeout).limit { try await self.host.server().call(fork) }.threadID
    }
}
