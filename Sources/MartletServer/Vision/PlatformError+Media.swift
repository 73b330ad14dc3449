import MartletAPI

extension PlatformError {
    /// Whether it is about what a URL of a request leads to, so that the URL's parameter is at fault.
    var isAboutMedia: Bool {
        let codes = [
            "unsupported_url", "address_not_allowed", "media_too_large", "unsupported_media", "fetch_failed",
            "fetch_timeout", "media_timeout",
        ]
        return body.code.map { codes.contains($0) } ?? false
    }
}
