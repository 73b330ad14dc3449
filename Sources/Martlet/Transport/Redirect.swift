import HTTPTypes

import struct Foundation.URL

/// Where a redirect leads (RFC 9110 section 15.4). No I/O.
enum Redirect {
    /// The request to send next; nil when the answer is none that redirects.
    ///
    /// - Throws: ``MartletError/Code/redirect`` when it must not be followed.
    static func request(
        after request: TransportRequest, status: Int, headers: HTTPFields
    ) throws(MartletError) -> TransportRequest? {
        guard [301, 302, 303, 307, 308].contains(status), let location = headers[.location] else { return nil }
        guard let url = URL(string: location, relativeTo: request.url)?.absoluteURL, let host = url.host,
            !host.isEmpty, let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https"
        else { throw error("to '\(Redactor.shown(url: location))', which is no address", status, headers) }
        // The prompt is as confidential as the key.
        if request.url.scheme?.lowercased() == "https", scheme != "https" {
            throw error("from https to the unencrypted '\(Redactor.shown(url: location))'", status, headers)
        }
        var next = request
        next.url = url
        // "303 (See Other) […] a GET or HEAD request". After 301 and 302 "a user agent MAY change the request method from
        // POST to GET"; an API's request would mean nothing without its body, so that it is kept.
        if status == 303, next.method != .head {
            next.method = .get
            next.body = nil
            next.bodyStream = nil
            next.headers[.contentType] = nil
        }
        if next.bodyStream?.isSpent == true {
            throw error(
                "to '\(Redactor.shown(url: location))', where the body would have to be sent again, and it comes from a "
                    + "sequence that can be read once", status, headers)
        }
        if !isSameServer(request.url, url) {
            var kept = HTTPFields()
            for field in next.headers where !Redactor.isSecret(name: field.name.canonicalName) { kept.append(field) }
            next.headers = kept
        }
        return next
    }

    static func error(_ what: String, _ status: Int, _ headers: HTTPFields) -> MartletError {
        var error = MartletError(.redirect, "The server redirects \(what).")
        error.status = status
        error.headers = Redactor(secrets: []).redact(headers)
        return error
    }

    /// Whether both URLs are of one origin, or the second is the first with encryption.
    private static func isSameServer(_ first: URL, _ second: URL) -> Bool {
        func port(_ url: URL) -> Int { url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80) }
        guard first.host?.lowercased() == second.host?.lowercased() else { return false }
        if first.scheme?.lowercased() == second.scheme?.lowercased() { return port(first) == port(second) }
        return port(first) == 80 && port(second) == 443
    }
}
