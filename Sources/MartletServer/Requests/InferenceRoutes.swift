import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

/// The routes that ask the engine: under `/v1`, and the same under `/v1/inference` for GravixLayer's clients.
struct InferenceRoutes: Sendable {
    let chat: ChatService
    let completions: CompletionService
    let embeddings: EmbeddingService
    let rerank: RerankService
    let moderation: ModerationService
    let limits: PlatformLimits
    let monitor: ConnectionMonitor

    init(
        engine: any InferenceEngine, configuration: PlatformConfiguration, admissions: Admissions,
        monitor: ConnectionMonitor, assistants: AssistantChat, pictures: any MediaPictures
    ) {
        limits = configuration.limits
        self.monitor = monitor
        let models = ModelResolver(engine: engine, configuration: configuration)
        chat = ChatService(
            engine: engine, limits: limits, models: models, admissions: admissions, assistants: assistants)
        completions = CompletionService(engine: engine, limits: limits, models: models, admissions: admissions)
        embeddings = EmbeddingService(engine: engine, limits: limits, models: models, admissions: admissions)
        rerank = RerankService(engine: engine, limits: limits, models: models, admissions: admissions)
        moderation = ModerationService(
            engine: engine, configuration: configuration, models: models, admissions: admissions, pictures: pictures)
    }

    func add(to router: Router<PlatformContext>) {
        for prefix in ["/v1", "/v1/inference"] {
            add("\(prefix)/chat/completions", to: router) { [chat] in try await chat.answer($0, $1) }
            add("\(prefix)/completions", to: router) { [completions] body, _ in try await completions.answer(body) }
            add("\(prefix)/embeddings", to: router) { [embeddings] body, _ in
                .whole(ByteBuffer(bytes: try await embeddings.answer(body).jsonBytes()))
            }
            add("\(prefix)/rerank", to: router) { [rerank] body, _ in
                .whole(ByteBuffer(bytes: try await rerank.answer(body).jsonBytes()))
            }
        }
        add("/v1/moderations", to: router) { [moderation] body, _ in .whole(try await moderation.answer(body)) }
        add("/v1/moderations/media", to: router) { [moderation] body, _ in
            .whole(ByteBuffer(bytes: try await moderation.answerMedia(body).jsonBytes()))
        }
    }

    /// Adds a route whose answer is made for as long as its client is there.
    private func add(
        _ path: String, to router: Router<PlatformContext>,
        _ answer: @escaping @Sendable @concurrent (ByteBuffer, AccountID) async throws -> EngineAnswer
    ) {
        router.post(RouterPath(path)) { request, context in
            // A data URL carries its image itself.
            let body = try await request.collectBody(upTo: limits.bodyBytes(path: request.uri.path))
            let answer = try await monitor.cancellingWhenGone(context.connection) {
                try await answer(body, context.account)
            }
            switch answer {
            case .whole(let body): return Response.json(body)
            case .streamed(let events): return stream(events, context: context)
            }
        }
    }

    private func stream(
        _ events: any AsyncSequence<ByteBuffer, any Error> & Sendable, context: PlatformContext
    ) -> Response {
        let monitor = self.monitor
        let body = Hummingbird.ResponseBody { writer in
            // The writer is lent to the one task that runs below and used by nobody else meanwhile.
            let lent = LentWriter(writer)
            try await monitor.cancellingWhenGone(context.connection) {
                try await EventStreamWriter(events: events, logger: context.logger).write(to: lent)
            }
            try await writer.finish(nil)
        }
        return .eventStream(body)
    }
}

extension Response {
    /// A 200 whose body is an event stream.
    static func eventStream(_ body: Hummingbird.ResponseBody) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-cache", .xAccelBuffering: "no"], body: body)
    }
}

extension HTTPField.Name {
    /// Tells nginx to pass a stream on as it comes.
    fileprivate static let xAccelBuffering = Self("X-Accel-Buffering")!
}
