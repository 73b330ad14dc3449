public import NIOCore

/// A decoded answer together with the answer as it came.
public struct APIResponse<Value: Sendable>: Sendable {
    /// The decoded answer.
    public var value: Value
    /// The answer's bytes.
    public var body: ByteBuffer
    /// Status, headers, attempts.
    public var metadata: ResponseMetadata
}
