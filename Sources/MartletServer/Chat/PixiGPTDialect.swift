import MartletAPI
import NIOCore

/// What PixiGPT's clients need of an answer that others do not.
///
/// They are told by the one thing that nobody else does: their requests name no model.
enum PixiGPTDialect {
    static func isSpoken(in request: ChatCompletionRequest) -> Bool {
        request.model?.rawValue.isEmpty ?? true
    }

    /// The answer with a `usage` of exactly the three documented keys: the stock Python client fails on a fourth.
    static func answer(_ body: ByteBuffer) throws -> ByteBuffer {
        var completion = try ChatCompletion(json: body.readableBytesView)
        if let usage = completion.usage {
            completion.usage = CompletionUsage(
                promptTokens: usage.promptTokens, completionTokens: usage.completionTokens,
                totalTokens: usage.totalTokens)
        }
        return ByteBuffer(bytes: try completion.jsonBytes())
    }
}
