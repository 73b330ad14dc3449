import HTTPTypes
import NIOCore

/// An answer that brings a file's bytes, or the rest of them.
struct OpenedDownload: Sendable {
    var metadata: ResponseMetadata
    var body: ResponseBody
    /// Which byte of the file the body begins with.
    var start: Int
    /// How many bytes the file has; nil when the platform does not say.
    var total: Int?
    /// A strong entity tag, which names these very bytes; nil for none. RFC 9110 section 13.1.5: "A client MUST NOT
    /// generate an If-Range header field containing an entity tag that is marked as weak."
    var validator: String?

    /// - Parameters:
    ///   - offset: Which byte was asked for.
    ///   - validator: The version that was asked for.
    /// - Returns: Nil when the answer has the part that was asked for, but of another version.
    /// - Throws: ``MartletError/Code/decoding`` when the answer is another part than was asked for.
    init?(
        _ response: TransportResponse, _ metadata: ResponseMetadata, offset: Int, validator: String?
    ) throws(MartletError) {
        let tag = response.headers[.eTag].flatMap { $0.hasPrefix("\"") ? $0 : nil }
        self.metadata = metadata
        body = response.body
        self.validator = tag
        start = 0
        guard response.status == 206 else {
            // Of a body that comes encoded the length is not the file's.
            if (response.headers[.contentEncoding] ?? "identity").lowercased() == "identity" {
                total = response.headers[.contentLength].flatMap { Int($0) }
            }
            return
        }
        guard offset > 0, let range = response.headers[.contentRange].flatMap({ ContentRange($0) }),
            range.bytes?.lowerBound == offset
        else {
            var error = MartletError(
                .decoding, "The platform sent another part of the file than the one from byte \(offset) on.")
            error.status = response.status
            error.attempts = metadata.attempts
            throw error
        }
        if let tag, tag != validator { return nil }
        self.validator = validator
        start = offset
        total = range.total ?? range.bytes.map { $0.upperBound + 1 }
    }

    /// Nothing is left to bring: the file has as many bytes as are there already.
    init(completeAt offset: Int, validator: String?, _ metadata: ResponseMetadata) {
        self.metadata = metadata
        body = ResponseBody(ByteBuffer())
        start = offset
        total = offset
        self.validator = validator
    }
}
