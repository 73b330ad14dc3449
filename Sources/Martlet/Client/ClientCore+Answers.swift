import MartletAPI
import NIOCore
import Tracing

extension ClientCore {
    /// Makes a call whose answer is a stream, under a span that lasts until the stream ends.
    func stream(_ call: Call, options: RequestOptions) async throws -> StreamSource {
        let span = telemetry.start(call)
        do {
            let (response, metadata) = try await ServiceContext.$current.withValue(span?.context ?? .current) {
                try await open(call, options: options)
            }
            return StreamSource(
                body: response.body, metadata: metadata, redactor: redactor(for: options), span: span,
                splitsReasoning: options.splitsReasoning ?? platform.quirks.splitsReasoning,
                skipsUnreadableChunks: options.skipsUnreadableChunks ?? false, logger: configuration.logger)
        } catch {
            span?.end(error)
            throw error
        }
    }

    /// A 200 may carry an error all the same.
    ///
    /// - Parameter properties: What the answer holds beside what is modelled.
    func checkError<Value>(
        _ properties: JSONObject, of response: APIResponse<Value>, _ redactor: Redactor
    ) throws(MartletError) {
        guard let error = properties["error"], error.saysSomething else { return }
        var failure = MartletError.response(
            status: response.metadata.status, headers: response.metadata.headers,
            body: Array(response.body.readableBytesView), redactor: redactor)
        failure.attempts = response.metadata.attempts
        throw failure
    }

    /// An answer without what makes it one.
    func missing<Value>(_ what: String, in response: APIResponse<Value>, _ redactor: Redactor) -> MartletError {
        decodingError(
            JSONError(code: .missingField, message: "it has not \(what)"), body: response.body,
            metadata: response.metadata, redactor: redactor)
    }
}
