import HTTPTypes
import Hummingbird
import Logging

/// Counts and times requests, names each, and logs it when it is answered.
struct TelemetryMiddleware: RouterMiddleware {
    typealias Context = PlatformContext
    private static let requestID = HTTPField.Name("x-request-id")!
    private let metrics = RequestMetrics()

    func handle(
        _ request: Request, context: PlatformContext,
        next: @concurrent (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        // The client's own name for the request, if it is a harmless one, so that both logs can be laid together.
        let id = request.headers[Self.requestID].flatMap { Self.isHarmless($0) ? $0 : nil } ?? Self.newID(context)
        var response = try await next(request, context)
        response.headers[Self.requestID] = id
        let status = response.status.code
        let answered: @Sendable () -> Void = {
            let duration = ContinuousClock.now - start
            metrics.record(method: request.method, route: context.endpointPath, status: status, duration: duration)
            context.logger.debug(
                "Request answered",
                metadata: [
                    "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(status)",
                    "duration": "\(duration)",
                ])
        }
        guard response.body.contentLength == nil else {
            answered()
            return response
        }
        // A stream is answered when its last byte is written, or when nobody reads it any more.
        let body = response.body
        response.body = ResponseBody { writer in
            defer { answered() }
            try await body.write(writer)
        }
        return response
    }

    /// Hummingbird's number of the request, which is in every line of its log. Some log handlers keep no metadata, and
    /// `context.id` traps without it.
    private static func newID(_ context: PlatformContext) -> String {
        "req_\(context.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description)"
    }

    private static func isHarmless(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 128
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
