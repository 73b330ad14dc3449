import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

/// OpenAI's responses: `/v1/responses`.
struct ResponseRoutes: Sendable {
    let service: ResponseService
    /// Nil when the platform keeps nothing.
    let background: BackgroundResponses?
    let limits: PlatformLimits
    let monitor: ConnectionMonitor

    func add(to router: Router<PlatformContext>) {
        router.post("/v1/responses", use: create)
        router.get("/v1/responses/:response", use: retrieve)
        router.delete("/v1/responses/:response", use: delete)
        router.post("/v1/responses/:response/cancel", use: cancel)
        router.get("/v1/responses/:response/input_items", use: listInput)
    }

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let body = try await request.collectBody(limits: limits)
        let order = try await service.order(body, of: context.account)
        if order.response.isInBackground, let background {
            let response = try await background.queue(order)
            if order.isStreamed {
                return stream(try await background.events(of: response, after: nil), context).reporting(order.ignored)
            }
            return try .json(response.object).reporting(order.ignored)
        }
        if order.isStreamed {
            let begun = try await monitor.cancellingWhenGone(context.connection) { [service] in
                try await service.begin(order)
            }
            return stream(begun, context).reporting(begun.order.ignored)
        }
        let (object, ignored) = try await monitor.cancellingWhenGone(context.connection) { [service] in
            let begun = try await service.begin(order)
            return (try await service.answer(begun), begun.order.ignored)
        }
        return try .json(object).reporting(ignored)
    }

    @concurrent @Sendable func retrieve(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ResponseID = context.id("response")
        guard let background, let response = try await background.store.response(id, of: context.account) else {
            throw PlatformError.unknownResponse(id)
        }
        let query = try ResponseQuery(request)
        guard query.isStreamed else { return try .json(response.object) }
        return stream(try await background.events(of: response, after: query.startingAfter), context)
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let id: ResponseID = context.id("response")
        guard let background, try await background.delete(id, of: context.account) else {
            throw PlatformError.unknownResponse(id)
        }
        return try .json(DeletedResponse(id: id))
    }

    @concurrent @Sendable func cancel(_: Request, context: PlatformContext) async throws -> Response {
        let id: ResponseID = context.id("response")
        guard let background else { throw PlatformError.unknownResponse(id) }
        return try .json(try await background.cancel(id, of: context.account).object)
    }

    @concurrent @Sendable func listInput(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ResponseID = context.id("response")
        let page = try PageQuery.openAI(request)
        guard let background, let items = try await background.store.inputItems(of: id, for: context.account, page)
        else { throw PlatformError.unknownResponse(id) }
        return try .json(
            ListPage(
                items.items, firstID: items.items.first?.id?.rawValue, lastID: items.items.last?.id?.rawValue,
                hasMore: items.hasMore))
    }

    // MARK: Streams

    private func stream(_ begun: BegunResponse, _ context: PlatformContext) -> Response {
        let writer = ResponseStreamWriter(service: service, begun: begun, logger: context.logger)
        return stream(context) { try await writer.write(to: $0) }
    }

    private func stream(_ events: ResponseEvents, _ context: PlatformContext) -> Response {
        stream(context) { try await events.write(to: $0) }
    }

    private func stream(
        _ context: PlatformContext, _ write: @escaping @Sendable (LentWriter) async throws -> Void
    ) -> Response {
        let monitor = self.monitor
        let body = Hummingbird.ResponseBody { writer in
            // The writer is lent to the one task that runs below and used by nobody else meanwhile.
            let lent = LentWriter(writer)
            try await monitor.cancellingWhenGone(context.connection) { try await write(lent) }
            try await writer.finish(nil)
        }
        return .eventStream(body)
    }
}

extension Response {
    /// The answer with a header field that says what of the request has no effect.
    fileprivate func reporting(_ ignored: [String]) -> Response {
        guard !ignored.isEmpty else { return self }
        var response = self
        // Types of tools are the client's words.
        let text = ignored.joined(separator: ", ").prefix(1_000)
        let isPrintable = { (character: Character) in (0x20..<0x7F).contains(character.asciiValue ?? 0) }
        response.headers[.ignored] = String(text.map { isPrintable($0) ? $0 : "?" })
        return response
    }
}

extension HTTPField.Name {
    /// What of the request has no effect.
    fileprivate static let ignored = Self("X-Martlet-Ignored")!
}
