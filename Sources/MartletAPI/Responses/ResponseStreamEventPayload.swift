/// What every modelled ``ResponseStreamEvent`` has.
public protocol ResponseStreamEventPayload: Hashable, Sendable {
    /// The event's place in the stream, from 0; nil when the server does not number its events.
    var sequenceNumber: Int? { get set }
    /// Members that are not modelled. Written back as they came.
    var additionalProperties: JSONObject { get set }
}
