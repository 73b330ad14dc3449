public import MartletAPI
public import NIOCore

/// A conversation to be answered by an engine: validated, and as it came.
public struct EngineRequest: Sendable {
    /// The model; empty when the request names none and the engine wants it so.
    public var model: ModelID
    /// The request.
    public var chat: ChatCompletionRequest
    /// The request's body as the client sent it, for engines that pass it on.
    public var body: ByteBuffer
    /// Whether the answer is wanted as it comes.
    public var isStreamed: Bool

    /// Creates a request.
    public init(model: ModelID, chat: ChatCompletionRequest, body: ByteBuffer) {
        self.model = model
        self.chat = chat
        self.body = body
        isStreamed = chat.stream == true
    }
}
