import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

/// `POST /v1/chat/completions`, and the same under `/v1/inference` for GravixLayer's clients.
struct ChatRoutes: Sendable {
    let service: ChatService
    let limits: PlatformLimits
    let monitor: ConnectionMonitor

    func add(to router: Router<PlatformContext>) {
        router.post("/v1/chat/completions", use: complete)
        router.post("/v1/inference/chat/completions", use: complete)
    }

    @Sendable private func complete(_ request: Request, context: PlatformContext) async throws -> Response {
        let body = try await request.collectBody(limits: limits)
        let service = self.service
        let answer = try await monitor.cancellingWhenGone(context.connection) {
            try await service.answer(body)
        }
        switch answer {
        case .whole(let body): return .json(body)
        case .streamed(let events): return stream(events, context: context)
        }
    }

    private func stream(
        _ events: any AsyncSequence<ByteBuffer, any Error> & Sendable, context: PlatformContext
    ) -> Response {
        let monitor = self.monitor
        let body = Hummingbird.ResponseBody { writer in
            // The writer is lent to the one task that runs below and used by nobody else meanwhile.
            let lent = LentWriter(writer)
            try await monitor.cancellingWhenGone(context.connection) {
                try await EventStreamWriter(events: events, logger: context.logger).write(to: lent)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-cache", .xAccelBuffering: "no"], body: body)
    }
}

extension HTTPField.Name {
    /// Tells nginx to pass a stream on as it comes.
    fileprivate static let xAccelBuffering = Self("X-Accel-Buffering")!
}

/// A response writer that is lent to another task while its owner waits for that task.
final class LentWriter: @unchecked Sendable {
    // Unchecked: the owner waits for the borrower to end before it uses the writer again.
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) {
        self.writer = writer
    }

    func write(_ buffer: ByteBuffer) async throws {
        try await writer.write(buffer)
    }
}
