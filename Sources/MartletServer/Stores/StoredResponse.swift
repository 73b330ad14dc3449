public import MartletAPI

/// A response as the platform keeps it.
public struct StoredResponse: Hashable, Sendable {
    /// Whose it is.
    public var owner: AccountID
    /// The response as its client sees it: where it stands, what was asked for, what it says.
    public var object: ResponseObject
    /// Whether its events are kept, so that its stream can be resumed; only for one in the background.
    public var isStreamed: Bool
    /// How often a worker has taken it up. Only the latest may finish it.
    public var attempt: Int

    /// Describes a response.
    public init(owner: AccountID, object: ResponseObject, isStreamed: Bool = false, attempt: Int = 0) {
        self.owner = owner
        self.object = object
        self.isStreamed = isStreamed
        self.attempt = attempt
    }

    /// Its identifier.
    public var id: ResponseID { object.id }
    /// Where it stands.
    public var status: ResponseStatus { object.status ?? .inProgress }
    /// Whether it is answered by a worker, and not while its client waits.
    public var isInBackground: Bool { object.background == true }
}
