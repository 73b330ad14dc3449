import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1

import struct Foundation.URL

extension AsyncHTTPClientTransport {
    /// Sends a request whose body is made while it is sent, and reads the answer whole.
    ///
    /// Here AsyncHTTPClient's `async` interface is the right one: with the delegate's, an answer that comes before the
    /// body is sent (413, 401) leaves the request without an end (docs/decisions/0002-transport.md).
    func sendStreamed(
        _ request: TransportRequest, _ body: StreamedRequestBody, over client: HTTPClient
    ) async throws -> TransportResponse {
        let handoff = BodyHandoff()
        var prepared = HTTPClientRequest(url: request.url.absoluteString)
        prepared.method = HTTPMethod(rawValue: request.method.rawValue)
        prepared.headers = HTTPHeaders(request.headers)
        prepared.body = .stream(handoff, length: body.length.map { .known(Int64($0)) } ?? .unknown)
        let ready = prepared
        let clock = RequestClock(request)
        do {
            return try await withThrowingTaskGroup(of: TransportResponse?.self) { group in
                group.addTask {
                    await handoff.feed(body)
                    return nil
                }
                group.addTask {
                    let answer = try await client.execute(ready, deadline: clock.deadline ?? .distantFuture)
                    return try await Self.collect(answer, request.delivery)
                }
                defer {
                    group.cancelAll()
                    handoff.finish(.failure(CancellationError()))
                }
                while let answer = try await group.next() {
                    if let answer { return answer }
                }
                throw CancellationError()
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw clock.martletError(for: error)
        }
    }

    private static func collect(
        _ answer: HTTPClientResponse, _ delivery: TransportRequest.Delivery
    ) async throws -> TransportResponse {
        let isRefusal = answer.status.code >= 400
        var limit = TransportRequest.defaultMaximumBytes
        if case .whole(let maximumBytes) = delivery { limit = maximumBytes }
        var body = ByteBuffer()
        do {
            for try await piece in answer.body {
                if isRefusal, body.readableBytes + piece.readableBytes > MartletError.bodyLimit { break }
                guard body.readableBytes + piece.readableBytes <= limit else {
                    throw MartletError.responseTooLarge(limit: limit)
                }
                body.writeImmutableBuffer(piece)
            }
        } catch {
            // That the explanation breaks off must not hide the status.
            guard isRefusal, !Task.isCancelled else { throw error }
        }
        return TransportResponse(
            status: Int(answer.status.code), headers: HTTPFields(answer.headers), body: ResponseBody(body))
    }
}
