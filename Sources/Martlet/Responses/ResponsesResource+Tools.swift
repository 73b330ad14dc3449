public import MartletAPI

extension ResponsesResource {
    /// Asks for a response, and runs the functions that the model asks for until it asks for no more.
    ///
    /// Where the platform keeps the responses (`store` is true, or is nil and the response says so), each round continues
    /// the one before by its id; otherwise each round repeats the conversation. Reasoning of which only the summary is
    /// known is not repeated, since a platform that keeps nothing does not know it again: ask for
    /// ``ResponseIncludable/reasoningEncryptedContent`` to keep a model's reasoning over the rounds.
    ///
    /// - Parameters:
    ///   - request: What the model gets. The toolbox's functions are added to its `tools`. A `toolChoice` that forces a
    ///     call holds for the first round only: else there would be no end.
    ///   - toolbox: The functions.
    ///   - maximumRounds: How often functions may be run. Default 10.
    ///   - options: What holds for each of the calls.
    /// - Throws: ``ToolError`` with ``ToolError/Code/tooManyRounds`` when the model still asks for functions after that;
    ///   as ``create(_:options:)``. A function that fails is no error here: the model reads why.
    public func create(
        _ request: ResponseRequest, using toolbox: Toolbox, maximumRounds: Int = 10, options: RequestOptions? = nil
    ) async throws -> ResponseConversation {
        var request = request
        let functions = toolbox.definitions.compactMap { ResponseTool($0) }
        let others = (request.tools ?? []).filter { tool in !functions.contains { $0.name == tool.name } }
        request.tools = others + functions
        var items = request.input?.items ?? []
        var usage: ResponseUsage?
        for _ in 0...max(0, maximumRounds) {
            let response = try await create(request, options: options)
            if let added = response.usage { usage = (usage ?? ResponseUsage()).adding(added) }
            items += response.output
            let calls = response.executableFunctionCalls.filter { toolbox[$0.name] != nil || others.isEmpty }
            guard !calls.isEmpty else {
                return ResponseConversation(response: response, items: items, usage: usage)
            }
            let outputs = try await toolbox.messages(for: calls.map(\.toolCall)).flatMap { $0.responseItems() }
            items += outputs
            if request.store ?? response.store ?? false, !response.id.rawValue.isEmpty {
                request.previousResponseID = response.id
                request.input = .items(outputs)
            } else {
                request.input = .items((request.input?.items ?? []) + response.output.repeatable + outputs)
            }
            request.toolChoice = nil
        }
        throw ToolError(
            code: .tooManyRounds, message: "The model still asked for tools after \(maximumRounds) rounds of them.")
    }
}

extension [ResponseItem] {
    /// The items of an output that can be sent back to a platform that does not keep them.
    fileprivate var repeatable: [ResponseItem] {
        filter { item in
            guard case .reasoning(let reasoning) = item else { return true }
            return reasoning.encryptedContent != nil || reasoning.content?.isEmpty == false
        }
    }
}

extension ResponseUsage {
    /// The counts of two responses together; details are left out.
    fileprivate func adding(_ other: ResponseUsage) -> ResponseUsage {
        let sum = completionUsage.adding(other.completionUsage)
        return ResponseUsage(
            inputTokens: sum.promptTokens, outputTokens: sum.completionTokens, totalTokens: sum.totalTokens)
    }
}
