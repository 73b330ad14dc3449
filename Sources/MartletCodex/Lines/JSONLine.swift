import MartletAPI

/// A line that is a JSON object.
struct JSONLine: Hashable, Sendable {
    /// Of members with the same name the last one counts.
    var value: JSONValue
    /// The text, for those who care for the first.
    var bytes: [UInt8]
}
