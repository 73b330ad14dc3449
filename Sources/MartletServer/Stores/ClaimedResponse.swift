public import MartletAPI

/// A response in the background that a worker has taken up, and what it needs to answer.
public struct ClaimedResponse: Sendable {
    /// How often a response is taken up. One that ends the process each time ends here.
    public static let maximumAttempts = 50

    /// The response, in progress.
    public var response: StoredResponse
    /// What the model is to read: the items of the responses that it continues, the oldest first, and its own input.
    public var items: [ResponseItem]
    /// Why it cannot be answered; the worker has only to say so.
    public var failure: ResponseError?

    /// Creates a claim.
    public init(response: StoredResponse, items: [ResponseItem], failure: ResponseError? = nil) {
        self.response = response
        self.items = items
        self.failure = failure
    }
}

extension ResponseError {
    /// More attempts than ``ClaimedResponse/maximumAttempts``.
    public static let tooManyAttempts = ResponseError(
        code: .serverError,
        message: "The platform ended \(ClaimedResponse.maximumAttempts) times while it answered this response.")
}
