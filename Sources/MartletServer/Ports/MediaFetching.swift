/// Fetches media from where a caller says that they are.
///
/// The port that MartletMedia implements. Callers of the platform choose the URLs, so an implementation must keep them
/// from reaching what only this machine can reach.
public protocol MediaFetching: Sendable {
    /// Fetches what is behind a URL, whole.
    ///
    /// - Parameters:
    ///   - url: An `http:`, `https:` or `data:` URL.
    ///   - rules: What is allowed.
    /// - Throws: ``PlatformError`` with a 4xx and one of the codes `unsupported_url`, `address_not_allowed`,
    ///   `media_too_large` (413), `unsupported_media`, `fetch_failed` and `fetch_timeout`. An answer without a content
    ///   type, or with `application/octet-stream`, is *not* an error: its bytes have to show what it is.
    func fetch(_ url: String, _ rules: FetchRules) async throws -> FetchedMedia
}
