import NIOCore
import NIOPosix

/// A client that sends and reads raw bytes, so that a test sees exactly what is on the wire. It reads from the socket
/// only while somebody asks for bytes (and a few buffers ahead), and it stays connected when the server has closed its half.
struct RawClient {
    /// A response as the client sees it.
    struct Response: Equatable {
        var status: Int
        var head: String
        var body: String
    }

    /// The server closed before what was asked for had arrived.
    struct UnexpectedEnd: Error {
        var received: String
    }

    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()

    /// Connects, lends the client, closes.
    static func connect<R>(
        to port: Int,
        _ body: (inout RawClient) async throws -> R
    ) async throws -> R {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = RawClient(outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&client)
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Sends a request without a body.
    func get(_ path: String = "/", method: String = "GET", headers: String = "") async throws {
        try await send("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n")
    }

    /// What there is, at least one byte; `nil` at the end of the connection.
    mutating func next() async throws -> ByteBuffer? {
        if unread.readableBytes > 0 {
            defer { unread.clear() }
            return unread
        }
        return try await inbound.next(isolation: #isolation)
    }

    /// Exactly `count` bytes.
    mutating func read(_ count: Int) async throws -> String {
        while unread.readableBytes < count {
            guard var more = try await inbound.next(isolation: #isolation) else {
                throw UnexpectedEnd(received: String(buffer: unread))
            }
            unread.writeBuffer(&more)
        }
        return unread.readString(length: count) ?? ""
    }

    /// Everything up to and with `end`.
    mutating func read(through end: String) async throws -> String {
        var text = ""
        while !text.hasSuffix(end) {
            text += try await read(1)
        }
        return text
    }

    /// Everything until the server closes.
    mutating func readToEnd() async throws -> String {
        var all = ByteBuffer()
        while var more = try await next() {
            all.writeBuffer(&more)
        }
        return String(buffer: all)
    }

    /// Everything until the server closes, and the error that ended it, if any.
    mutating func readToFailure() async -> (text: String, error: (any Error)?) {
        var all = ByteBuffer()
        do {
            while var more = try await next() {
                all.writeBuffer(&more)
            }
            return (String(buffer: all), nil)
        } catch {
            return (String(buffer: all), error)
        }
    }

    /// A response with `Content-Length` or chunks. `hasBody: false` for the answer to HEAD.
    mutating func response(hasBody: Bool = true) async throws -> Response {
        var head = try await read(through: "\r\n")
        while !head.hasSuffix("\r\n\r\n") {
            head += try await read(through: "\r\n")
        }
        var response = Response(status: Int(head.split(separator: " ")[1]) ?? 0, head: head, body: "")
        if !hasBody { return response }
        let fields = head.lowercased().split(separator: "\r\n").dropFirst()
        if fields.contains("transfer-encoding: chunked") {
            while let size = Int(try await read(through: "\r\n").dropLast(1), radix: 16), size > 0 {
                response.body += try await read(size)
                _ = try await read(2)
            }
            _ = try await read(2)
        } else if let length = fields.first(where: { $0.hasPrefix("content-length:") }) {
            response.body = try await read(Int(length.drop { $0 != " " }.dropFirst()) ?? 0)
        }
        return response
    }
}
