import HTTPTypes
import MartletAPI

/// Orders responses in the background, calls them off, and tells of them.
struct BackgroundResponses: Sendable {
    let store: any ResponseStore
    let logs: ResponseLogs
    let underway: Underway<ResponseID>
    let bell: Bell
    /// How many responses of an account may be unfinished.
    let limit: Int

    /// Queues a response.
    ///
    /// - Returns: It as it is kept.
    func queue(_ order: ResponseOrder) async throws -> StoredResponse {
        let response = order.response
        if response.isStreamed {
            var assembler = ResponseAssembler(response.object, tools: order.tools, firstNumber: response.firstEvent)
            assembler.create()
            logs.open(response.id, first: response.firstEvent).append(assembler.takeEvents())
        }
        do {
            try await store.insert(response, input: order.input, limit: limit)
        } catch {
            logs.close(response.id)
            throw error
        }
        bell.ring()
        return response
    }

    /// The events of a response.
    ///
    /// - Parameter number: That of the last event that the client has; nil for none.
    /// - Throws: ``PlatformError`` with 400 when none are kept, and with 409 when the numbers have begun anew.
    func events(of response: StoredResponse, after number: Int?) async throws -> ResponseEvents {
        guard response.isStreamed else { throw PlatformError.noEvents }
        let first = response.firstEvent
        if let number, number < first { throw PlatformError.eventsBeganAnew(response.id) }
        let position = number.map { $0 - first + 1 } ?? 0
        if let log = logs.log(of: response.id) { return .live(log, from: position) }
        if response.status.isTerminal { return try await storedEvents(of: response, after: number) }
        let log = logs.open(response.id, first: first)
        // It may have ended in between, and then nobody writes into this log.
        guard let now = try await store.response(response.id, of: response.owner), !now.status.isTerminal else {
            logs.close(response.id)
            return try await storedEvents(of: response, after: number)
        }
        return .live(log, from: position)
    }

    private func storedEvents(of response: StoredResponse, after number: Int?) async throws -> ResponseEvents {
        guard let response = try await store.response(response.id, of: response.owner) else {
            throw PlatformError.unknownResponse(response.id)
        }
        let first = response.firstEvent
        if let bytes = try await store.responseEvents(of: response.id, for: response.owner) {
            return .stored(bytes, from: number.map { $0 - first + 1 } ?? 0)
        }
        // It was called off: what was told before that is not kept.
        var assembler = ResponseAssembler(response.object, tools: .none, firstNumber: first)
        assembler.create()
        let begin = number == nil ? assembler.takeEvents() : []
        let end = ResponseStreamEvent.failed(.init(response.object)).numbered((number ?? first) + 1)
        return .stored((begin + [end]).map { $0.encoded[...] })
    }

    /// Calls a response off, at once. One that has ended stays as it is.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is none, and with 400 when it is not in the background.
    func cancel(_ id: ResponseID, of owner: AccountID) async throws -> StoredResponse {
        let cancelled = try await store.updateResponse(id, of: owner) { response in
            guard response.isInBackground else { throw PlatformError.notInBackground }
            if !response.status.isTerminal { response.object.status = .cancelled }
        }
        guard let cancelled, let whole = try await store.response(id, of: owner) else {
            throw PlatformError.unknownResponse(id)
        }
        if cancelled.status == .cancelled {
            logs.log(of: id)?.end(with: .failed(.init(cancelled.object)))
            logs.close(id)
            underway.stop(id)
            bell.ring()
        }
        return whole
    }

    /// Deletes a response, and stops what answers it: nobody could ever see that.
    ///
    /// - Returns: Whether there was one.
    func delete(_ id: ResponseID, of owner: AccountID) async throws -> Bool {
        guard try await store.deleteResponse(id, of: owner) else { return false }
        logs.log(of: id)?.fail(.unknownResponse(id))
        logs.close(id)
        underway.stop(id)
        bell.ring()
        return true
    }
}

extension StoredResponse {
    /// The number of the first event of the present attempt, or of the next one while it waits. What a client has seen of
    /// an earlier attempt, which the end of the platform cut off, has lower numbers.
    var firstEvent: Int {
        max(0, status == .queued ? attempt : attempt - 1) * 1_000_000
    }
}

extension PlatformError {
    fileprivate static let noEvents = PlatformError.invalidRequest(
        """
        This response has no stream that can be read again: only those with both background and stream have. Retrieve it \
        without stream.
        """, code: "not_streamed", parameter: "stream")

    /// The words are OpenAI's.
    fileprivate static let notInBackground = PlatformError.invalidRequest(
        "Cannot cancel a synchronous response: close its connection. Only those in the background are cancelled.",
        code: "not_in_background")

    fileprivate static func eventsBeganAnew(_ id: ResponseID) -> PlatformError {
        .lastingConflict(
            code: "stream_began_anew", parameter: "starting_after",
            """
            The platform ended while it answered '\(id.rawValue.prefix(200))', and answers it anew: what was streamed before \
            does not count. Stream it from its beginning, without starting_after.
            """)
    }
}
