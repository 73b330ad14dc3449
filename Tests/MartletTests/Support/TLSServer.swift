import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTPS server on 127.0.0.1 that answers every request with one JSON text.
final class TLSServer: Sendable {
    let port: Int
    private let listener: any Channel
    private let received: Received

    private final class Received: Sendable {
        let headers = Mutex<[HTTPHeaders]>([])
    }

    /// The headers of the requests so far.
    var requests: [HTTPHeaders] { received.headers.withLock { $0 } }

    private init(listener: any Channel, received: Received) {
        self.listener = listener
        self.received = received
        port = listener.localAddress?.port ?? 0
    }

    /// Lends a server and closes it afterwards.
    static func with<Result>(answer: String, _ body: (TLSServer) async throws -> Result) async throws -> Result {
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem)))
        let context = try NIOSSLContext(configuration: configuration)
        let received = Received()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Answerer(answer: answer, received: received))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = TLSServer(listener: listener, received: received)
        do {
            let result = try await body(server)
            try await listener.close().get()
            return result
        } catch {
            try? await listener.close().get()
            throw error
        }
    }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: String
        private let received: Received

        init(answer: String, received: Received) {
            self.answer = answer
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): received.headers.withLock { $0.append(head.headers) }
            case .body: break
            case .end:
                let headers: HTTPHeaders = [
                    "Content-Type": "application/json", "Content-Length": "\(answer.utf8.count)",
                ]
                context.write(
                    wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            // A client that does not trust us goes.
            context.close(promise: nil)
        }
    }

    // Made by openssl for localhost and 127.0.0.1, from 2020 to 2120; an authority of its own. It protects nothing.

    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBbTCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxNYXJ0bGV0
        IHRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBcxFTATBgNV
        BAMMDE1hcnRsZXQgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDzMwxy/
        GYReGhINixJVtvrQ4qQxPV9FK7ryorG81AGbE167vIhR/l8xSiZ6gen6tdB9Y9Rq
        QrhY3Blb85kCJHWjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9j
        YWxob3N0hwR/AAABMB0GA1UdDgQWBBQ8yha6kj7v2P3UYXvcS4CbysXwCjAKBggq
        hkjOPQQDAgNIADBFAiAPBho6mWJgkHtIsxUUPEXCTmw4fEOCqWqBZOiyQF2HOAIh
        AKgqF3T/VRd+JzPEwjRwZgGAfUBJ4FpnHuBv1m6yMz3A
        -----END CERTIFICATE-----
        """

    private static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgl+sGXRsydk75z8T2
        Ae5qZm9AYouXk2y50sbjgUN8AjKhRANCAAQ8zMMcvxmEXhoSDYsSVbb60OKkMT1f
        RSu68qKxvNQBmxNeu7yIUf5fMUomeoHp+rXQfWPUakK4WNwZW/OZAiR1
        -----END PRIVATE KEY-----
        """
}
