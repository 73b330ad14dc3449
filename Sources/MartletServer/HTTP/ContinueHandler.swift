import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells a client that asks first to go on and send its body.
///
/// "A server that receives a 100-continue expectation … MUST send either a 100 (Continue) response … or a final status
/// code" (RFC 9110, 10.1.1). Without one, curl waits a second before it sends a body of more than a megabyte.
final class ContinueHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let limits: PlatformLimits

    init(limits: PlatformLimits) {
        self.limits = limits
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), head.headerFields[.expect]?.lowercased() == "100-continue",
            // One that will be refused anyway is better not sent.
            head.headerFields[.contentLength].flatMap({ Int($0) }) ?? 0 <= limits.bodyBytes(path: head.path ?? "")
        {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        context.fireChannelRead(data)
    }
}
