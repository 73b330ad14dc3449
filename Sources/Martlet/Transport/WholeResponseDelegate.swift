import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Collects an answer as a whole.
///
/// All of its methods run on the request's event loop, one after the other, but for ``interruptedRefusal``, which is read
/// when the request is over.
final class WholeResponseDelegate: HTTPClientResponseDelegate, @unchecked Sendable {
    // Unchecked: the properties are touched on the request's event loop only, and after the request by who awaited it.
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
        let limit = isRefusal ? MartletError.bodyLimit : maximumBytes
        guard body.readableBytes + part.readableBytes <= limit else {
            if isRefusal {
                body.writeImmutableBuffer(
                    part.getSlice(at: part.readerIndex, length: limit - body.readableBytes) ?? part)
            }
            return task.eventLoop.makeFailedFuture(MartletError.responseTooLarge(limit: maximumBytes))
        }
        if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<TransportResponse>) throws -> TransportResponse {
        guard let answer else { throw MartletError(.connection, "The connection closed before an answer.") }
        return answer
    }

    private var answer: TransportResponse? {
        head.map { head in
            TransportResponse(
                status: Int(head.status.code), headers: HTTPFields(head.headers), body: ResponseBody(body))
        }
    }

    private var isRefusal: Bool { head.map { $0.status.code >= 400 } ?? false }

    /// An answer with an error status whose explanation broke off, or is too long. That must not hide the status.
    var interruptedRefusal: TransportResponse? { isRefusal ? answer : nil }
}
