import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Collects an answer as a whole.
///
/// All of its methods run on the request's event loop, one after the other.
final class WholeResponseDelegate: HTTPClientResponseDelegate, @unchecked Sendable {
    // Unchecked: the properties are touched on the request's event loop only.
    private let maximumBytes: Int
    private var head: HTTPResponseHead?
    private var body = ByteBuffer()

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    func didReceiveHead(task: HTTPClient.Task<TransportResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        self.head = head
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<TransportResponse>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        guard body.readableBytes + part.readableBytes <= maximumBytes else {
            return task.eventLoop.makeFailedFuture(MartletError.responseTooLarge(limit: maximumBytes))
        }
        if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<TransportResponse>) throws -> TransportResponse {
        guard let head else { throw MartletError(.connection, "The connection closed before an answer.") }
        return TransportResponse(
            status: Int(head.status.code), headers: HTTPFields(head.headers), body: ResponseBody(body))
    }
}
