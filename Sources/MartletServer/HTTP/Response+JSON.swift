import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore
import NIOHTTP1

extension Response {
    /// A 200 with a JSON body. PixiGPT, GravixLayer: 200 for everything with a body; 201, 202 and 204 break clients.
    static func json(_ value: some JSONConvertible) throws -> Response {
        .json(ByteBuffer(bytes: try value.jsonBytes()))
    }

    /// A 200 with a JSON body that is written already.
    static func json(_ body: ByteBuffer) -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
}

extension Request {
    /// Reads the body up to the limit.
    ///
    /// - Throws: ``PlatformError`` with 413 beyond it.
    func collectBody(limits: PlatformLimits) async throws -> ByteBuffer {
        try await collectBody(upTo: limits.requestBytes)
    }

    /// Reads the body up to a number of bytes.
    ///
    /// - Throws: ``PlatformError`` with 413 beyond it.
    func collectBody(upTo limit: Int) async throws -> ByteBuffer {
        let tooLarge = PlatformError(
            .contentTooLarge, code: "request_too_large",
            "The request's body is larger than the limit of \(limit) bytes.")
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            throw Self.bodyError(error)
        }
    }

    /// What an error means that came while a body was read: that it breaks the rules, or that the client went away.
    /// Others are themselves.
    static func bodyError(_ error: any Error) -> any Error {
        switch error {
        case let error as HTTPParserError where error != .invalidEOFState:
            PlatformError.invalidRequest("The request's body breaks the rules of HTTP: \(error).")
        // The connection ended in the middle of the body.
        case is ChannelError, is IOError, is HTTPParserError: ClientGone()
        default: error
        }
    }
}
