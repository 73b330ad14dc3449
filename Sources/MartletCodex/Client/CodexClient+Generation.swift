import MartletAPI

extension CodexClient {
    /// The answer to one prompt, as text.
    ///
    /// - Throws: As ``CodexCompletions/create(_:options:)``.
    public func generate(
        _ prompt: String, system: String? = nil, options: CodexRequestOptions? = nil
    ) async throws -> String {
        try await generateWithMetadata(prompt, system: system, options: options).content
    }

    /// The answer to one prompt, with the model, the tokens and why it ended.
    ///
    /// - Parameters:
    ///   - prompt: What is asked.
    ///   - system: Instructions that the model follows.
    ///   - options: What holds for this call only.
    /// - Throws: As ``CodexCompletions/create(_:options:)``.
    public func generateWithMetadata(
        _ prompt: String, system: String? = nil, options: CodexRequestOptions? = nil
    ) async throws -> CodexGeneration {
        let messages = (system.map { [ChatMessage.system($0)] } ?? []) + [.user(prompt)]
        let request = ChatCompletionRequest(model: nil, messages: messages)
        return CodexGeneration(try await create(request, options: options))
    }

    /// The answers to many prompts, each for itself.
    ///
    /// - Parameters:
    ///   - prompts: What is asked.
    ///   - system: Instructions that the model follows.
    ///   - concurrency: How many are asked at a time; 1 asks one after the other. Default
    ///     ``CodexConfiguration/maximumConcurrentTurns``.
    ///   - options: What holds for each of the calls.
    ///   - onProgress: Called with each item as it is done, in whatever order, and with how many are done by then.
    /// - Returns: An item for each prompt, in their order. That one fails does not end the others.
    /// - Throws: Only `CancellationError`, when the task is cancelled.
    public func batchGenerate(
        _ prompts: [String], system: String? = nil, concurrency: Int? = nil, options: CodexRequestOptions? = nil,
        onProgress: (@Sendable (CodexBatchItem, Int) -> Void)? = nil
    ) async throws -> [CodexBatchItem] {
        let progress = BatchProgress(onProgress)
        return try await Array(prompts.enumerated()).concurrentMap(
            limit: concurrency ?? configuration.maximumConcurrentTurns
        ) { index, prompt in
            let result: Result<CodexGeneration, any Error>
            do {
                result = .success(try await self.generateWithMetadata(prompt, system: system, options: options))
            } catch {
                try Task.checkCancellation()
                result = .failure(error)
            }
            let item = CodexBatchItem(index: index, prompt: prompt, result: result)
            progress.report(item)
            return item
        }
    }
}
