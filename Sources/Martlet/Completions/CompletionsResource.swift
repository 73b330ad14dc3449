import HTTPTypes
public import MartletAPI
import NIOCore

/// Continuations of texts, OpenAI's legacy completions: `POST /completions`.
public struct CompletionsResource: Sendable {
    let client: MartletClient

    /// Asks for a completion and waits for all of it.
    ///
    /// - Parameters:
    ///   - request: The prompt and the parameters. Its `stream` is ignored.
    ///   - options: What holds for this call only.
    /// - Throws: ``MartletError``; `CancellationError`.
    public func create(_ request: CompletionRequest, options: RequestOptions? = nil) async throws -> Completion {
        let call = try call(request, streamed: false)
        return try await client.core.perform(call, options: client.merged(options)) { (body) throws(JSONError) in
            try Completion(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            let completion = response.value
            try client.core.checkError(completion.additionalProperties, of: response, redactor)
            guard !completion.choices.isEmpty || completion.id != nil else {
                throw client.core.missing("choices", in: response, redactor)
            }
        }.value
    }

    /// Asks for a completion and delivers it as it comes.
    ///
    /// - Throws: ``MartletError``; `CancellationError`. An error before the first byte is thrown here.
    public func stream(_ request: CompletionRequest, options: RequestOptions? = nil) async throws -> CompletionStream {
        CompletionStream(try await client.core.stream(call(request, streamed: true), options: client.merged(options)))
    }

    private func call(_ request: CompletionRequest, streamed: Bool) throws(MartletError) -> Call {
        var request = request
        request.stream = streamed ? true : (client.platform.quirks.sendsStreamFalse ? false : nil)
        if !streamed { request.streamOptions = nil }
        return Call(
            operation: "text_completion", method: .post, endpoint: .completions, body: try client.encode(request),
            accept: streamed ? .eventStream : .json, model: request.model?.rawValue)
    }
}

extension MartletClient {
    /// Continuations of texts.
    public var completions: CompletionsResource { CompletionsResource(client: self) }
}
