import HTTPTypes
import MartletAPI
import NIOCore

/// Answers requests for responses: understands the request, refuses what is wrong with it, and asks the engine.
struct ResponseService: Sendable {
    let engine: any InferenceEngine
    let models: ModelResolver
    let admissions: Admissions
    let limits: PlatformLimits
    /// Nil when the platform keeps nothing.
    let store: (any ResponseStore)?
    let clock: WallClock

    // MARK: Before anybody is asked

    /// Understands a request.
    ///
    /// - Throws: ``PlatformError``.
    func order(_ body: ByteBuffer, of owner: AccountID) async throws -> ResponseOrder {
        let request = try RequestBody.decode(ResponseRequest.self, from: body)
        try ResponseRequestValidator(limits: limits).validate(request)
        let isStored = store != nil && request.store != false
        if request.background == true { try checkBackground(request) }
        let previous = request.previousResponseID.flatMap { $0.rawValue.isEmpty ? nil : $0 }
        let history = try await history(before: previous, of: owner)
        let own = try ResponseInputReader(limits: limits).items(request.input, mayBeEmpty: previous != nil)
        let input = ResponseInputReader.identified(try await resolved(own, of: owner))
        var tools = try ResponseTools(request.tools ?? [])
        try tools.add(declaredIn: history + input)
        var object = ResponseObject(
            request, model: try await models.model(request.model, for: .chat), tools: tools.kept, isStored: isStored,
            now: clock.now())
        object.previousResponseID = previous
        let chat = try ResponsePrompt(response: object, items: history + input, tools: tools).request(limits: limits)
        return ResponseOrder(
            response: StoredResponse(
                owner: owner, object: object, isStreamed: object.background == true && request.stream == true),
            input: input, tools: tools, chat: chat, isStreamed: request.stream == true, ignored: tools.ignored)
    }

    private func checkBackground(_ request: ResponseRequest) throws(PlatformError) {
        guard store != nil else {
            throw .unavailable(
                code: "nothing_is_kept", "This platform keeps nothing, and so answers nothing in the background.")
        }
        guard request.store != false else {
            throw .invalidRequest(
                "A response in the background must be stored: leave out store, or set it to true.", parameter: "store")
        }
    }

    /// What was said before a response.
    private func history(before previous: ResponseID?, of owner: AccountID) async throws -> [ResponseItem] {
        guard let previous else { return [] }
        guard let stored = try await store?.response(previous, of: owner) else {
            throw PlatformError.unknownPreviousResponse(previous)
        }
        guard stored.status.isTerminal else { throw PlatformError.unfinishedPreviousResponse(previous) }
        let items = try await store?.conversation(through: previous, of: owner, limits: limits.responseHistoryLimits)
        guard let items else { throw PlatformError.unknownPreviousResponse(previous) }
        return items
    }

    /// The items with those that are referred to in the place of the references.
    private func resolved(_ items: [ResponseItem], of owner: AccountID) async throws -> [ResponseItem] {
        var ids: Set<ResponseItemID> = []
        for case .itemReference(let id) in items { ids.insert(id) }
        guard !ids.isEmpty else { return items }
        let found = try await store?.items(ids, of: owner) ?? [:]
        return try items.map { item in
            guard case .itemReference(let id) = item else { return item }
            guard let item = found[id] else { throw PlatformError.unknownItem(id) }
            return item
        }
    }

    // MARK: Asking

    /// Lets the engine begin.
    ///
    /// - Throws: ``PlatformError``.
    func begin(_ order: ResponseOrder) async throws -> BegunResponse {
        let admission = try admissions.admit()
        var order = order
        let chunks = try await Self.ask(engine, &order.chat) { ignored in
            order.ignored.append(ignored)
            order.response.object.reasoning?.effort = nil
        }
        return BegunResponse(order: order, chunks: chunks, admission: admission)
    }

    /// Asks an engine; once more without an effort when that is what it refuses: clients send one for every model.
    ///
    /// - Parameter onIgnoring: Is told what the model has no use for.
    /// - Throws: ``PlatformError``.
    static func ask(
        _ engine: any InferenceEngine, _ chat: inout ChatCompletionRequest, onIgnoring: (String) -> Void
    ) async throws -> EngineChunks {
        let model = EngineChatModel(engine: engine, includesProgress: true)
        do {
            return try await model.stream(chat)
        } catch let error as PlatformError {
            guard error.status == .badRequest, error.body.parameter == "reasoning_effort",
                chat.reasoningEffort != nil
            else { throw error.ofResponse }
        }
        chat.reasoningEffort = nil
        onIgnoring("reasoning.effort")
        do {
            return try await model.stream(chat)
        } catch let error as PlatformError {
            throw error.ofResponse
        }
    }

    /// The whole answer, kept if it is to be.
    ///
    /// - Throws: ``PlatformError``.
    func answer(_ begun: BegunResponse) async throws -> ResponseObject {
        var assembler = ResponseAssembler(begun.order.response.object, tools: begun.order.tools)
        for try await chunk in begun.chunks {
            assembler.add(chunk)
            _ = assembler.takeEvents()
        }
        assembler.close(now: clock.now())
        try await keep(assembler.response, of: begun.order)
        withExtendedLifetime(begun.admission) {}
        return assembler.response
    }

    /// Keeps a response that has ended, if it is to be kept.
    func keep(_ object: ResponseObject, of order: ResponseOrder) async throws {
        guard order.isStored, let store else { return }
        var response = order.response
        response.object = object
        try await store.insert(response, input: order.input)
    }
}

/// A response whose answer has begun.
struct BegunResponse: Sendable {
    let order: ResponseOrder
    let chunks: EngineChunks
    /// Its place among the requests that are answered at the same time.
    let admission: Admission
}

extension PlatformLimits {
    /// How much of a conversation is read for one response.
    var responseHistoryLimits: ResponseHistoryLimits {
        ResponseHistoryLimits(responses: responseHistory, bytes: responseHistoryBytes)
    }
}
