public import MartletAPI
public import NIOCore

/// A text to be continued by an engine: validated, and as it came.
public struct EngineCompletionRequest: Sendable {
    /// The model; empty when the request names none and the engine wants it so.
    public var model: ModelID
    /// The request.
    public var completion: CompletionRequest
    /// The request's body as the client sent it, for engines that pass it on.
    public var body: ByteBuffer
    /// Whether the answer is wanted as it comes.
    public var isStreamed: Bool { completion.stream == true }

    /// Creates a request.
    public init(model: ModelID, completion: CompletionRequest, body: ByteBuffer) {
        self.model = model
        self.completion = completion
        self.body = body
    }
}
