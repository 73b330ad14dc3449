import MartletTesting

/// A file that a ``FaultServer`` serves in parts, as RFC 9110 has it, and breaks off where a test wants.
struct ServedFile: Sendable {
    var bytes: [UInt8]
    /// Nil for none.
    var etag: String? = "\"v1\""
    /// Whether it knows ranges. Else it answers 200 with all bytes.
    var servesRanges = true

    /// The answer to a request.
    ///
    /// - Parameters:
    ///   - cut: After how many bytes of this answer the connection closes; nil for never.
    func answer(_ request: FaultRequest, cutAfter cut: Int? = nil) -> FaultResponse {
        var headers = [
            ("Content-Type", "text/plain"), ("Content-Disposition", "attachment; filename=\"a.txt\""),
        ]
        if let etag { headers.append(("ETag", etag)) }
        var body = bytes[...]
        var status = 200
        if servesRanges, let range = request.header("range"), request.header("if-range") == etag {
            let start = Int(range.dropFirst("bytes=".count).prefix { $0 != "-" }) ?? 0
            guard start < bytes.count else {
                return .text("", status: 416, headers: [("Content-Range", "bytes */\(bytes.count)")])
            }
            status = 206
            body = bytes[start...]
            headers.append(("Content-Range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
        }
        guard let cut, cut < body.count else {
            return FaultResponse(status: status, headers: headers, steps: [.bytes(Array(body))])
        }
        return FaultResponse(
            status: status, headers: headers,
            steps: [.bytes(Array(body.prefix(cut))), .close, .bytes(Array(body.dropFirst(cut)))])
    }

    /// Bytes that are told apart by their place.
    static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) } }
}
