public import NIOCore

/// An engine's answer, in the bytes that the client is to get.
public enum EngineAnswer: Sendable {
    /// A ``ChatCompletion`` as JSON.
    case whole(ByteBuffer)
    /// Server-sent events with ``ChatCompletionChunk``s, up to `[DONE]`. The sequence is iterated once; dropping its
    /// iterator stops the generation.
    case streamed(any AsyncSequence<ByteBuffer, any Error> & Sendable)
}
