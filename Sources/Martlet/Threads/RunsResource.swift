import HTTPTypes
public import MartletAPI
import NIOCore

/// Runs, in which an assistant answers a thread: `/threads/{id}/runs`.
public struct RunsResource: Sendable {
    let client: MartletClient

    /// Starts a run. Returns at once, with a run that is ``RunStatus/queued`` or ``RunStatus/inProgress``.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such thread;
    ///   ``MartletError/Code/invalidRequest`` or ``MartletError/Code/notFound`` when there is no such assistant;
    ///   ``MartletError/Code/invalidArgument`` when the thread's id is empty; `CancellationError`.
    public func create(
        in thread: ThreadID, _ request: RunRequest, options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        let call = Call(
            operation: "create_run", method: .post, endpoint: .threadRuns(thread.rawValue),
            body: try client.encode(request))
        return try await run(call, merged(options))
    }

    /// Starts a run with the platform's own temperature and limit.
    ///
    /// - Parameter enableThinking: Whether the model reasons before it answers.
    /// - Throws: As ``create(in:_:options:)``.
    public func create(
        in thread: ThreadID, assistant: AssistantID, enableThinking: Bool = true, options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        try await create(
            in: thread, RunRequest(assistantID: assistant, enableThinking: enableThinking), options: options)
    }

    /// One run, as far as it is.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such run in the thread;
    ///   ``MartletError/Code/invalidArgument`` when an id is empty; `CancellationError`. A run that failed is an answer
    ///   and no error.
    public func retrieve(
        _ id: RunID, in thread: ThreadID, options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        let call = Call(
            operation: "retrieve_run", method: .get, endpoint: .threadRun(thread.rawValue, id.rawValue))
        return try await run(call, merged(options))
    }

    /// The runs in a thread. The local platform's; PixiGPT documents no such route.
    ///
    /// - Throws: As ``retrieve(_:in:options:)``.
    public func list(in thread: ThreadID, options: RequestOptions? = nil) async throws -> ListPage<ThreadRun> {
        let call = Call(operation: "list_runs", method: .get, endpoint: .threadRuns(thread.rawValue))
        let options = merged(options)
        var page: ListPage<ThreadRun> = try await client.object(call, options: options)
        if client.splitsReasoning(options) {
            for index in page.data.indices { page.data[index].splitReasoning() }
        }
        return page
    }

    /// Calls a run off. The local platform's; PixiGPT documents no such route.
    ///
    /// - Returns: The run, as far as it is now.
    /// - Throws: As ``retrieve(_:in:options:)``; a platform may refuse to call off a run that has ended.
    @discardableResult
    public func cancel(
        _ id: RunID, in thread: ThreadID, options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        let call = Call(
            operation: "cancel_run", method: .post, endpoint: .threadRunCancel(thread.rawValue, id.rawValue),
            body: ByteBuffer(string: "{}"))
        return try await run(call, merged(options))
    }

    private func run(_ call: Call, _ options: RequestOptions) async throws -> ThreadRun {
        var run: ThreadRun = try await client.object(call, options: options)
        if client.splitsReasoning(options) { run.splitReasoning() }
        return run
    }

    private static let prefer = HTTPField.Name("Prefer")!
    private static let lastError = "last-error"

    /// Asks the platform, in RFC 7240's way, to say why a run failed. The local one does so only then: PixiGPT's Python
    /// client takes no run with a `last_error`. Others ignore the header.
    private func merged(_ options: RequestOptions?) -> RequestOptions {
        var options = client.merged(options)
        let preferences = [options.headers[Self.prefer], Self.lastError].compactMap { $0 }
        options.headers[Self.prefer] = preferences.joined(separator: ", ")
        return options
    }
}
