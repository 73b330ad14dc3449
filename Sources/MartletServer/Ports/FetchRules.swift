/// What is allowed when something is fetched for a caller.
public struct FetchRules: Hashable, Sendable {
    /// The most bytes. Beyond: 413, as soon as it is known.
    public var maximumBytes: Int
    /// How long everything together may take: names, connections, redirects, the body. Default 30 seconds.
    public var timeout: Duration = .seconds(30)
    /// How many redirects are followed. Default 5.
    public var maximumRedirects = 5
    /// How content types may begin, in lowercase: `image/`. Empty, the default, for any.
    public var acceptedTypes: [String] = []
    /// Whether the length is asked for with HEAD first, and nothing is downloaded when it is too much. Default `false`.
    public var checksLengthFirst = false

    /// Creates rules; what is not named here is a property to set.
    public init(maximumBytes: Int) { self.maximumBytes = maximumBytes }
}
