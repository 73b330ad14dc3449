import HTTPTypes
public import MartletAPI
import NIOCore

/// The vectors of texts: `POST /embeddings`.
public struct EmbeddingsResource: Sendable {
    let client: MartletClient

    /// Asks for the vectors of texts.
    ///
    /// Vectors come as numbers unless the request says `base64`; either way they are in ``Embedding/vector``.
    ///
    /// - Throws: ``MartletError``, with ``MartletError/Code/decoding`` when there are not as many vectors as texts;
    ///   `CancellationError`.
    public func create(_ request: EmbeddingRequest, options: RequestOptions? = nil) async throws -> EmbeddingResponse {
        let call = Call(
            operation: "embeddings", method: .post, endpoint: .embeddings, body: try client.encode(request),
            model: request.model?.rawValue)
        return try await client.core.perform(call, options: client.merged(options)) { (body) throws(JSONError) in
            try EmbeddingResponse(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
            if let count = request.input.texts?.count, response.value.data.count != count {
                throw client.core.missing("one vector for each text", in: response, redactor)
            }
        }.value
    }
}

extension MartletClient {
    /// The vectors of texts.
    public var embeddings: EmbeddingsResource { EmbeddingsResource(client: self) }
}
