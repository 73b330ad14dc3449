import HTTPTypes
import Martlet
import NIOCore
import Synchronization

/// A transport without a network: a closure answers.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = @Sendable (TransportRequest) async throws -> TransportResponse

    let enforcesTimeouts: Bool
    private let answer: Answer
    private let received = Mutex<[TransportRequest]>([])
    private let closed = Mutex(false)

    init(enforcesTimeouts: Bool = false, _ answer: @escaping Answer) {
        self.enforcesTimeouts = enforcesTimeouts
        self.answer = answer
    }

    /// What was sent so far.
    var requests: [TransportRequest] { received.withLock { $0 } }
    var isShutDown: Bool { closed.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        received.withLock { $0.append(request) }
        return try await answer(request)
    }

    func shutdown() async throws {
        closed.withLock { $0 = true }
    }
}

extension TransportResponse {
    /// A JSON answer that is here as a whole.
    static func json(_ text: String, status: Int = 200, headers: HTTPFields = [:]) -> TransportResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        return TransportResponse(status: status, headers: headers, body: ResponseBody(ByteBuffer(string: text)))
    }

    /// An event stream that comes in pieces, and then fails or not.
    static func events(_ pieces: [String], then error: (any Error & Sendable)? = nil) -> TransportResponse {
        let stream = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
            for piece in pieces { continuation.yield(ByteBuffer(string: piece)) }
            continuation.finish(throwing: error)
        }
        return TransportResponse(
            status: 200, headers: [.contentType: "text/event-stream"], body: ResponseBody(stream))
    }
}
