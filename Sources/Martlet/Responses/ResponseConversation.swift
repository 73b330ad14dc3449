public import MartletAPI

/// A conversation in which a model called functions until it had its answer.
public struct ResponseConversation: Sendable {
    /// The last response, which asks for no more functions.
    public var response: ResponseObject
    /// All items: those of the request, and in their order what the model said and asked for and what the functions said.
    public var items: [ResponseItem]
    /// What all rounds cost together; nil when the platform did not say.
    public var usage: ResponseUsage?
}
