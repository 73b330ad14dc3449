extension FaultResponse {
    /// Whether the steps' bytes go on the wire. RFC 9110 §9.3.2: "the server MUST NOT send content in the response" to
    /// HEAD; only raw steps do so all the same.
    func sendsBody(to method: String) -> Bool {
        framing == .raw || method != "HEAD"
    }

    /// Whether the server closes once the steps are over.
    func closesConnection(keptOpenByClient: Bool) -> Bool {
        !keepAlive || !keptOpenByClient || framing == .untilClose
    }

    /// The status line and header fields, with the blank line. Empty for raw responses.
    func head(closing: Bool) -> [UInt8] {
        if framing == .raw { return [] }
        var text = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
        for (name, value) in headers {
            text += "\(name): \(value)\r\n"
        }
        switch framing {
        case .contentLength where hasBodyFraming && !has("content-length"):
            text += "Content-Length: \(bodyLength)\r\n"
        case .chunked where hasBodyFraming && !has("transfer-encoding"):
            text += "Transfer-Encoding: chunked\r\n"
        default:
            break
        }
        if closing && !has("connection") {
            text += "Connection: close\r\n"
        }
        return Array((text + "\r\n").utf8)
    }

    /// The bytes of one write of the body as they go on the wire.
    func framed(_ bytes: [UInt8]) -> [UInt8] {
        // An empty chunk would be the last one.
        guard framing == .chunked, !bytes.isEmpty else { return bytes }
        return Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [0x0D, 0x0A]
    }

    /// What follows the last step.
    var bodyEnd: [UInt8] {
        framing == .chunked && hasBodyFraming ? Array("0\r\n\r\n".utf8) : []
    }

    /// RFC 9110 §8.6: "A server MUST NOT send a Content-Length header field in any response with a status code of 1xx
    /// (Informational) or 204 (No Content)"; a 304 has no content either. Steps that send bytes nevertheless are a
    /// fault somebody asked for, and framed like any other body.
    private var hasBodyFraming: Bool {
        let isBodiless = (100..<200).contains(status) || status == 204 || status == 304
        return !isBodiless || bodyLength > 0
    }

    /// The bytes of all steps; the greatest number rather than an overflow.
    private var bodyLength: Int {
        steps.reduce(0) { sum, step in
            switch step {
            case .bytes(let bytes), .bytesCut(let bytes, every: _):
                return sum.addingReportingOverflow(bytes.count).overflow ? .max : sum + bytes.count
            case .repeated(let bytes, let count):
                let product = bytes.count.multipliedReportingOverflow(by: max(0, count))
                let total = sum.addingReportingOverflow(product.partialValue)
                return product.overflow || total.overflow ? .max : total.partialValue
            case .delay, .hold, .silence, .reset, .close, .shutdownWrite:
                return sum
            }
        }
    }

    private func has(_ name: String) -> Bool {
        headers.contains { isSameHeaderName($0.0, name) }
    }

    /// The phrases clients are likely to show; any other status has an empty one, which RFC 9112 §4 allows.
    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: ""
        }
    }
}
