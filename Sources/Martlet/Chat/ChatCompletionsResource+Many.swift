public import MartletAPI

extension ChatCompletionsResource {
    /// Asks many times, with a bounded number of requests in flight.
    ///
    /// A request that fails takes nothing from the others.
    ///
    /// - Parameters:
    ///   - requests: The requests.
    ///   - concurrency: How many are in flight at a time. Default 8; less than 1 counts as 1.
    ///   - options: What holds for each of these calls.
    /// - Returns: An answer or an error for each request, in the order of the requests.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func create(
        _ requests: [ChatCompletionRequest], concurrency: Int = 8, options: RequestOptions? = nil
    ) async throws -> [Result<ChatCompletion, any Error>] {
        try await requests.concurrentMap(limit: concurrency) { request in
            do {
                return .success(try await create(request, options: options))
            } catch {
                try Task.checkCancellation()
                return .failure(error)
            }
        }
    }
}
