public import MartletAPI

/// Images or videos to show a model: one, or several in order.
///
/// A string is a path, an `http:` or `https:` URL, which is sent as it is, or a `data:` URL:
///
/// ```swift
/// try await agent.chat("What is this?", images: "photo.jpg")
/// try await agent.chat("Compare them.", images: ["a.png", "https://example.com/b.png", .bytes(png, type: .png)])
/// ```
public struct MediaSources: Hashable, Sendable {
    /// The sources in order.
    public var sources: [MediaSource]

    /// Creates a list.
    public init(_ sources: [MediaSource]) { self.sources = sources }

    /// Paths or URLs, as an argument of a command line would be understood.
    public init(paths: [String]) { sources = paths.map { MediaSource(argument: $0) } }
}

extension MediaSources: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { sources = [MediaSource(argument: value)] }
    public init(arrayLiteral elements: MediaSource...) { sources = elements }
}

extension MediaSource: ExpressibleByStringInterpolation {
    /// A path, an `http:` or `https:` URL, or a `data:` URL, as ``init(argument:)`` understands it.
    public init(stringLiteral value: String) { self.init(argument: value) }
}
