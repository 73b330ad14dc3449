import HTTPTypes
public import MartletAPI
import NIOCore

/// Sorting documents by how well they answer a query: `POST /rerank`.
public struct RerankResource: Sendable {
    let client: MartletClient

    /// Sorts documents, the best first.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` on platforms without such a route;
    ///   `CancellationError`.
    public func create(_ request: RerankRequest, options: RequestOptions? = nil) async throws -> RerankResponse {
        let call = Call(
            operation: "rerank", method: .post, endpoint: .rerank, body: try client.encode(request),
            model: request.model?.rawValue)
        return try await client.core.perform(call, options: client.merged(options)) { (body) throws(JSONError) in
            try RerankResponse(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
            guard !response.value.results.isEmpty || request.documents.isEmpty else {
                throw client.core.missing("results", in: response, redactor)
            }
        }.value
    }
}

extension MartletClient {
    /// Sorting documents by how well they answer a query.
    public var rerank: RerankResource { RerankResource(client: self) }
}
