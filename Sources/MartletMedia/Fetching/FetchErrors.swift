import HTTPTypes
import MartletServer

extension PlatformError {
    /// A URL that is none, or of a kind that is not fetched.
    static func unsupportedURL(_ message: String) -> PlatformError {
        .invalidRequest(message, code: "unsupported_url")
    }

    /// A host that callers must not be sent to.
    static func addressNotAllowed(_ host: String) -> PlatformError {
        .invalidRequest(
            """
            \(host) has an address that is not of the public internet, and is not fetched from. Give a public URL or a \
            data: URL; a platform's owner can allow such addresses with MARTLET_ALLOW_PRIVATE_URLS.
            """, code: "address_not_allowed")
    }

    /// Something with too many bytes.
    static func mediaTooLarge(_ what: String, limit: Int) -> PlatformError {
        PlatformError(
            .contentTooLarge, code: "media_too_large",
            "\(what) is larger than the limit of \(limit) bytes. Give a smaller one.")
    }

    /// Something that is not what is wanted.
    static func unsupportedMedia(_ message: String) -> PlatformError {
        .invalidRequest(message, code: "unsupported_media")
    }

    /// A server that did not give what was asked for.
    static func fetchFailed(_ message: String, cause: (any Error)? = nil) -> PlatformError {
        var error = PlatformError.invalidRequest(message, code: "fetch_failed")
        error.cause = cause
        return error
    }

    static func fetchTimedOut(_ limit: Duration) -> PlatformError {
        .invalidRequest(
            "The URL could not be fetched within \(limit.components.seconds) seconds. Try again, or give another one.",
            code: "fetch_timeout")
    }
}
