/// What holds for every streamed answer.
enum StreamLimits {
    /// How much text of a stream is kept, in bytes, to be attached to the error if the stream breaks.
    static let partialBytes = 1 << 20
    /// What ends a stream.
    static let done = Array("[DONE]".utf8)
}
