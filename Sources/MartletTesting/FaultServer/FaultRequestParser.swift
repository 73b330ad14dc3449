/// An incremental reader of HTTP/1.1 requests: bytes in, however they are cut; complete requests out.
///
/// Strict, so that a client that writes a malformed request is told so: lines end in CRLF, the first is
/// `METHOD SP TARGET SP HTTP/1.x`, every field has a colon. Bodies end by `Content-Length` or `Transfer-Encoding:
/// chunked`. Trailer fields are read and dropped.
struct FaultRequestParser {
    /// A request without what only the server knows.
    struct Request: Equatable {
        var method = ""
        var path = ""
        var version = ""
        var names: [String] = []
        var values: [String] = []
        var body: [UInt8] = []
    }

    /// What the bytes so far amount to.
    enum Event: Equatable {
        /// The head says `Expect: 100-continue` and nothing of the body is there yet: the client waits for a 100.
        case continueExpected
        /// A request is complete.
        case request(Request)
        /// The bytes are not HTTP; the sentence says why. The parser stays in this state.
        case invalid(String)
    }

    /// The longest line, in bytes without CRLF. Field lines of real clients stay far below.
    static let maximumLineBytes = 1 << 20

    private enum Stage {
        case requestLine
        case fields
        case body(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
        case failed(String)
    }

    private struct Malformed: Error {
        var reason: String
    }

    private var buffer: [UInt8] = []
    private var position = 0
    private var stage = Stage.requestLine
    private var request = Request()

    /// Adds bytes that arrived.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.removeSubrange(..<position)
        position = 0
        buffer.append(contentsOf: bytes)
    }

    /// The next event, or `nil` when more bytes are needed.
    mutating func next() -> Event? {
        if case .failed(let reason) = stage { return .invalid(reason) }
        do {
            return try advance()
        } catch {
            let reason = (error as? Malformed)?.reason ?? "\(error)"
            stage = .failed(reason)
            return .invalid(reason)
        }
    }

    private mutating func advance() throws -> Event? {
        while true {
            switch stage {
            case .requestLine:
                guard let line = try nextLine() else { return nil }
                // RFC 9112 §2.2: "a server that is expecting to receive and parse a request-line SHOULD ignore at
                // least one empty line (CRLF) received prior to the request-line."
                if line.isEmpty { continue }
                try readRequestLine(line)
                stage = .fields
            case .fields:
                guard let line = try nextLine() else { return nil }
                if line.isEmpty {
                    if try readFraming() { return .continueExpected }
                } else {
                    try readField(line)
                }
            case .body(let remaining):
                let left = remaining - takeBody(atMost: remaining)
                stage = .body(remaining: left)
                if left > 0 { return nil }
                return complete()
            case .chunkSize:
                guard let line = try nextLine() else { return nil }
                let digits = line.prefix { $0 != ";" }.trimmingSpaces()
                guard let size = Int(digits, radix: 16), size >= 0 else {
                    throw Malformed(reason: "chunk size is not a hexadecimal number: \(line)")
                }
                stage = size == 0 ? .trailers : .chunk(remaining: size)
            case .chunk(let remaining):
                let left = remaining - takeBody(atMost: remaining)
                stage = left == 0 ? .chunkEnd : .chunk(remaining: left)
                if left > 0 { return nil }
            case .chunkEnd:
                guard let line = try nextLine() else { return nil }
                guard line.isEmpty else { throw Malformed(reason: "chunk is longer than its size") }
                stage = .chunkSize
            case .trailers:
                guard let line = try nextLine() else { return nil }
                if line.isEmpty { return complete() }
            case .failed(let reason):
                return .invalid(reason)
            }
        }
    }

    private mutating func complete() -> Event {
        defer {
            request = Request()
            stage = .requestLine
        }
        return .request(request)
    }

    /// The next line without its CRLF, or `nil` when its end has not arrived.
    private mutating func nextLine() throws -> String? {
        let rest = buffer[position...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            if rest.count > Self.maximumLineBytes { throw Malformed(reason: "line is longer than the limit") }
            return nil
        }
        guard end > position, buffer[end - 1] == UInt8(ascii: "\r") else {
            throw Malformed(reason: "line ends in LF without CR")
        }
        defer { position = end + 1 }
        return String(decoding: buffer[position..<(end - 1)], as: UTF8.self)
    }

    /// Moves what there is of the body, and says how many bytes that was.
    private mutating func takeBody(atMost count: Int) -> Int {
        let taken = min(count, buffer.count - position)
        request.body.append(contentsOf: buffer[position..<(position + taken)])
        position += taken
        return taken
    }

    private mutating func readRequestLine(_ line: String) throws {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, parts[2].hasPrefix("HTTP/1.") else {
            throw Malformed(reason: "request line is not METHOD SP TARGET SP HTTP/1.x: \(line)")
        }
        request.method = String(parts[0])
        request.path = String(parts[1])
        request.version = String(parts[2])
    }

    private mutating func readField(_ line: String) throws {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
            throw Malformed(reason: "header line has no name and colon")
        }
        let name = line[..<colon]
        // RFC 9112 §5.1: "No whitespace is allowed between the field name and colon."
        guard !name.contains(where: \.isWhitespace) else {
            throw Malformed(reason: "header name has white space in it: \(name)")
        }
        request.names.append(String(name))
        request.values.append(line[line.index(after: colon)...].trimmingSpaces())
    }

    /// Decides how the body ends. `true` when the client waits for a 100 before it sends one.
    private mutating func readFraming() throws -> Bool {
        let lengths = values(of: "content-length")
        let codings = values(of: "transfer-encoding")
        if !codings.isEmpty {
            guard lengths.isEmpty else {
                throw Malformed(reason: "both Transfer-Encoding and Content-Length")
            }
            guard codings.count == 1, codings[0].lowercased() == "chunked" else {
                throw Malformed(reason: "transfer coding is not chunked: \(codings)")
            }
            stage = .chunkSize
        } else if let text = lengths.first {
            guard Set(lengths).count == 1, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text)
            else {
                throw Malformed(reason: "Content-Length is not one number: \(lengths)")
            }
            stage = .body(remaining: length)
        } else {
            // RFC 9112 §6.3: "If this is a request message and none of the above are true, then the message body
            // length is zero".
            stage = .body(remaining: 0)
        }
        // RFC 9110 §10.1.1: "A server MAY omit sending a 100 (Continue) response if it has already received some or
        // all of the content".
        if case .body(remaining: 0) = stage { return false }
        return position == buffer.count && values(of: "expect").contains { $0.lowercased() == "100-continue" }
    }

    private func values(of name: String) -> [String] {
        zip(request.names, request.values).filter { isSameHeaderName($0.0, name) }.map(\.1)
    }
}
