public import MartletAPI

/// Whose an object is. Every stored object has an owner, and who has another owner's key does not learn that it exists.
public struct AccountID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The account of who needs no key, and of the keys of the configuration.
    public static let `default` = AccountID(rawValue: "default")
}
