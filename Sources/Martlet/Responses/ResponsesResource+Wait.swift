public import MartletAPI

extension ResponsesResource {
    /// Waits for a response in the background to end.
    ///
    /// Looks at the response at once, and then again and again until it has ended. A status that is not known counts as
    /// one that will change. Cancelling the task ends the waiting and not the response: for that there is
    /// ``cancel(_:options:)``.
    ///
    /// - Parameters:
    ///   - id: The response.
    ///   - polling: How often to look, and for how long.
    ///   - options: What holds for each look.
    /// - Returns: The response, completed or incomplete.
    /// - Throws: ``MartletError`` with the response as far as it was seen in ``MartletError/response``: in the platform's
    ///   words when it failed, ``MartletError/Code/responseCancelled`` when it was called off,
    ///   ``MartletError/Code/deadlineExceeded`` when the policy's time is up, and the codes of a look that failed after
    ///   its retries; `CancellationError`.
    public func wait(
        for id: ResponseID, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> ResponseObject {
        try await wait(for: id, polling: polling, options: options, known: nil, clock: ContinuousClock())
    }

    /// Waits for a response in the background to end: see ``wait(for:polling:options:)-(ResponseID,_,_)``. One that has
    /// ended is returned, or thrown, as it is.
    public func wait(
        for response: ResponseObject, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> ResponseObject {
        try await wait(
            for: response.id, polling: polling, options: options, known: response, clock: ContinuousClock())
    }

    /// Starts a response in the background and waits for it to end: see ``wait(for:polling:options:)-(ResponseID,_,_)``.
    ///
    /// - Parameter request: Its `background` is set, and its `store`, which that needs.
    public func createAndWait(
        _ request: ResponseRequest, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> ResponseObject {
        var request = request
        request.background = true
        request.store = true
        return try await wait(
            for: try await create(request, options: options), polling: polling, options: options)
    }

    /// - Parameters:
    ///   - known: The response as it was seen before.
    ///   - clock: Measures the waits and the deadline.
    func wait(
        for id: ResponseID, polling: PollingPolicy, options: RequestOptions?, known: ResponseObject?,
        clock: some Clock<Duration>
    ) async throws -> ResponseObject {
        var seen = known
        do {
            if let known, known.status?.isTerminal == true { return try ended(known, options) }
            let response = try await polling.poll(
                "The response '\(id)'", "did not end", options: options, clock: clock,
                look: { options in
                    let response = try await retrieve(id, options: options)
                    seen = response
                    return response
                },
                isOver: { $0.status?.isTerminal == true })
            return try ended(response, options)
        } catch var error as MartletError {
            error.response = error.response ?? seen
            throw error
        }
    }

    private func ended(_ response: ResponseObject, _ options: RequestOptions?) throws(MartletError) -> ResponseObject {
        if response.status == .failed || response.status == .cancelled { throw failure(of: response, options) }
        return response
    }
}
