import Martlet
import MartletAPI

extension ErrorContext {
    /// The error that a caller of the agent sees.
    ///
    /// A `CancellationError` and a ``ChatAPIError`` stay what they are; no other foreign error gets out.
    package func error(for error: any Error) -> any Error {
        switch error {
        case is CancellationError: error
        case let known as any ChatAPIError: known
        case let failure as MartletError: chatError(for: failure)
        case let failure as MediaError: MediaProcessingError(failure)
        case let failure as ToolError: ToolExecutionError(failure, tool: failure.tool ?? "")
        case let failure as JSONError:
            APIResponseError(cut("The answer could not be understood: \(failure)."), cause: failure)
        case let failure as AccumulatorError:
            APIResponseError(cut("The answer could not be put together: \(failure)."), cause: failure)
        default:
            APIConnectionError(cut("The model gave no answer: \(error)"), url: url, cause: error)
        }
    }

    private func chatError(for failure: MartletError) -> any ChatAPIError {
        let response = failure.body.isEmpty ? nil : cut(failure.bodyText)
        let status = failure.status
        if let limit = TokenCounts(in: failure) {
            return TokenLimitError(
                cut(failure.message), usedTokens: limit.used, maxTokens: limit.maximum, url: url, statusCode: status,
                response: response, cause: failure)
        }
        if failure.code == .notFound || failure.serverCode == "model_not_found" {
            var subject = model.map { "The model '\($0)' was not found" } ?? "The model was not found"
            // A server that knows nothing of the route says 404 too, though rarely in JSON.
            if (try? JSONValue(json: failure.body)) == nil { subject += ", or the base URL is wrong" }
            return ModelNotFoundError(
                cut("\(subject): \(failure.message)"), requestedModel: model, availableModels: availableModels,
                url: url, statusCode: status, response: response, cause: failure)
        }
        switch failure.code {
        case .invalidConfiguration, .invalidArgument:
            return ConfigurationError(cut(failure.message), cause: failure)
        case .decoding, .responseTooLarge, .reportedByServer, .refused, .outputCutOff, .invalidOutput:
            return APIResponseError(cut(failure.message), response: response, cause: failure)
        default:
            // An error object in a good answer, or in a stream, may have any code; its status is good, or it has none
            // and a body all the same.
            let isInAnswer = status.map { $0 < 300 } ?? !failure.body.isEmpty
            guard isInAnswer, !failure.body.isEmpty, !failure.isConnectionError, !failure.isTimeout,
                failure.code != .truncated
            else {
                return APIConnectionError(
                    cut(failure.message), url: url, statusCode: status.flatMap { $0 < 300 ? nil : $0 },
                    response: response, cause: failure)
            }
            return APIResponseError(cut(failure.message), response: response, cause: failure)
        }
    }
}
