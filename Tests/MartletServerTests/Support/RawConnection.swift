import NIOCore
import NIOPosix

/// A connection over which a test sends and reads raw bytes, so that it sees exactly what is on the wire.
struct RawConnection {
    /// An answer as it is on the wire.
    struct Answer {
        var status: Int
        /// The status line and the header fields, in lower case.
        var head: String
        var body: String

        /// The value of a header field, in lower case.
        func header(_ name: String) -> String? {
            let prefix = name.lowercased() + ": "
            return head.split(separator: "\r\n").first { $0.hasPrefix(prefix) }.map {
                String($0.dropFirst(prefix.count))
            }
        }
    }

    /// The platform closed before what was asked for had arrived.
    struct UnexpectedEnd: Error {
        var received: String
    }

    private let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()

    /// Connects, lends the connection, closes.
    static func with<R>(port: Int, _ body: (inout RawConnection) async throws -> R) async throws -> R {
        let connected = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(30))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await connected.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                channel: connected.channel, outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Sends from another task, and returns when the system has taken the bytes.
    var sender: @Sendable (String) async throws -> Void {
        { [channel] text in try await channel.writeAndFlush(ByteBuffer(string: text)) }
    }

    /// Closes the whole connection now.
    func close() async throws {
        try await channel.close().get()
    }

    /// Closes the sending side only.
    func finishSending() {
        outbound.finish()
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
        while !text.hasSuffix(end) { text += try await read(1) }
        return text
    }

    /// The head of the next answer.
    mutating func head() async throws -> Answer {
        var head = ""
        while !head.utf8.elementsEqual("\r\n".utf8), !head.hasSuffix("\r\n\r\n") {
            head += try await read(through: "\r\n")
        }
        return Answer(status: Int(head.split(separator: " ")[1]) ?? 0, head: head.lowercased(), body: "")
    }

    /// The next chunk of a chunked answer; nil at the end.
    mutating func chunk() async throws -> String? {
        let size = Int(try await read(through: "\r\n").dropLast(1), radix: 16) ?? 0
        let text = try await read(size)
        _ = try await read(2)
        return size == 0 ? nil : text
    }

    /// The next answer.
    mutating func answer() async throws -> Answer {
        var answer = try await head()
        if answer.header("transfer-encoding") == "chunked" {
            while let chunk = try await chunk() { answer.body += chunk }
        } else if let length = answer.header("content-length").flatMap({ Int($0) }) {
            answer.body = try await read(length)
        }
        return answer
    }

    /// Everything until the platform closes.
    mutating func readToEnd() async throws -> String {
        while var more = try await inbound.next(isolation: #isolation) { unread.writeBuffer(&more) }
        return String(buffer: unread)
    }
}

extension RawConnection {
    /// One request over a connection of its own.
    static func ask(
        port: Int, _ method: String, _ path: String, headers: [String] = [], host: String? = "localhost",
        body: String? = nil
    ) async throws -> Answer {
        try await with(port: port) { connection in
            try await connection.send(request(method, path, headers: headers, host: host, body: body))
            return try await connection.answer()
        }
    }

    /// A request's text.
    static func request(
        _ method: String, _ path: String, headers: [String] = [], host: String? = "localhost", body: String? = nil
    ) -> String {
        var text = "\(method) \(path) HTTP/1.1\r\n"
        if let host { text += "Host: \(host)\r\n" }
        for header in headers { text += header + "\r\n" }
        if let body { text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        return text + "\r\n" + (body ?? "")
    }
}
