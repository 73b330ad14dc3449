import struct Foundation.CharacterSet
import struct Foundation.URL
import struct Foundation.URLComponents

/// A base URL that was checked once, from which the URL of every endpoint follows by appending text.
struct BaseURL: Hashable, Sendable {
    /// Scheme, host, port and path; no trailing slash.
    private let root: String
    private let style: Platform.URLStyle

    /// Checks and normalises a base URL as a person wrote it.
    ///
    /// Trailing slashes go. In the prefixed style a URL without a path gets `/v1`, and one that was pasted with the path
    /// of an endpoint loses that. In the exact style the path stays as it is. In the services style one trailing `/v1` or
    /// `/v1/SERVICE` goes, so that a bare origin, the documented base URL and a proxy's prefix all lead to the same URLs.
    ///
    /// - Throws: ``MartletError/Code/invalidConfiguration``.
    init(_ text: String, style: Platform.URLStyle) throws(MartletError) {
        let trimmed = text.trimmingWhitespace()
        let readable = Redactor.shown(url: trimmed)
        guard var components = URLComponents(string: trimmed), let scheme = components.scheme?.lowercased(),
            scheme == "http" || scheme == "https"
        else {
            throw MartletError(
                .invalidConfiguration, "The base URL '\(readable)' must start with http:// or https://.")
        }
        guard let host = components.host, !host.isEmpty else {
            throw MartletError(.invalidConfiguration, "The base URL '\(readable)' has no host.")
        }
        guard components.query == nil, components.fragment == nil else {
            throw MartletError(
                .invalidConfiguration, "The base URL must not have a query or a fragment: '\(readable)'.")
        }
        guard components.user == nil, components.password == nil else {
            throw MartletError(
                .invalidConfiguration, "The base URL must not carry a user or password; give the key as apiKey.")
        }
        var path = components.percentEncodedPath.split(separator: "/").map(String.init)
        switch style.kind {
        case .prefixed:
            if path.suffix(2) == ["chat", "completions"] { path.removeLast(2) }
            if path.isEmpty { path = ["v1"] }
        case .services:
            if let last = path.last, Service.all.contains(last), path.dropLast().last == "v1" { path.removeLast() }
            if path.last == "v1" { path.removeLast() }
        case .exact: break
        }
        components.percentEncodedPath = path.isEmpty ? "" : "/" + path.joined(separator: "/")
        guard let url = components.url, URL(string: url.absoluteString) != nil else {
            throw MartletError(.invalidConfiguration, "The base URL '\(readable)' is not a URL.")
        }
        root = url.absoluteString
        self.style = style
    }

    /// The URL of an endpoint.
    ///
    /// - Throws: ``MartletError/Code/invalidArgument`` when a path segment is empty.
    func url(_ endpoint: Endpoint, query: [(name: String, value: String)] = []) throws(MartletError) -> URL {
        var text = root
        if style == .services { text += "/v1" }
        // OpenAI's style has no prefix for inference: chat, completions and embeddings lie under the version.
        if !endpoint.service.rawValue.isEmpty, style == .services || endpoint.service != .inference {
            text += "/" + endpoint.service.rawValue
        }
        for segment in endpoint.path {
            guard !segment.isEmpty, segment != ".", segment != ".." else {
                throw MartletError(.invalidArgument, "An identifier in the path is empty or no name: '\(segment)'.")
            }
            text += "/" + Self.encode(segment)
        }
        for (index, item) in query.enumerated() {
            text += (index == 0 ? "?" : "&") + Self.encode(item.name) + "=" + Self.encode(item.value)
        }
        guard let url = URL(string: text) else {
            throw MartletError(.invalidArgument, "The path '\(endpoint.path.joined(separator: "/"))' makes no URL.")
        }
        return url
    }

    /// RFC 3986's unreserved characters; everything else in an identifier is percent-encoded, the slash too.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// The whole base URL, for messages.
    var description: String { root }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
}
