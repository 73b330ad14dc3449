import HTTPTypes
import MartletAPI
import NIOCore
import Synchronization

/// Answers conversations: understands the request, refuses what is wrong with it, and asks the engine.
final class ChatService: Sendable {
    private let engine: any InferenceEngine
    private let limits: PlatformLimits
    private let defaultModel: String?
    private let underway = Mutex(0)

    init(engine: any InferenceEngine, limits: PlatformLimits, defaultModel: String?) {
        self.engine = engine
        self.limits = limits
        self.defaultModel = defaultModel
    }

    /// - Throws: ``PlatformError`` before anything of the answer has been sent.
    func answer(_ body: ByteBuffer) async throws -> EngineAnswer {
        let request = try Self.decode(body)
        try ChatRequestValidator(limits: limits).validate(request)
        let model = try await model(of: request)
        let admission = try admit()
        let answer = try await ask(EngineRequest(model: model, chat: request, body: body))
        switch answer {
        // A streamed answer counts until its last byte.
        case .streamed(let events): return .streamed(AdmittedStream(base: events, admission: admission))
        case .whole(let body):
            return .whole(PixiGPTDialect.isSpoken(in: request) ? try PixiGPTDialect.answer(body) : body)
        }
    }

    private func ask(_ request: EngineRequest) async throws -> EngineAnswer {
        do {
            return try await engine.chat(request)
        } catch let error as PlatformError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            var failure = PlatformError(
                .badGateway, code: "engine_failed",
                "The engine failed. The platform's log has the reason under this request's id.")
            failure.cause = error
            throw failure
        }
    }

    private static func decode(_ body: ByteBuffer) throws(PlatformError) -> ChatCompletionRequest {
        guard body.readableBytes > 0 else {
            throw .invalidRequest("The body is empty; it must be a JSON object.", code: "invalid_json")
        }
        let isText = body.withUnsafeReadableBytes { String(validating: $0, as: UTF8.self) != nil }
        guard isText else { throw .invalidRequest("The body is not UTF-8.", code: "invalid_json") }
        do throws(JSONError) {
            return try ChatCompletionRequest(json: body.readableBytesView)
        } catch {
            switch error.code {
            case .missingField:
                throw .invalidRequest("\(error.message).", code: "missing_required_parameter", parameter: "messages")
            case .typeMismatch: throw .invalidRequest("The body must be a JSON object.", code: "invalid_json")
            default: throw .invalidRequest("The body is not valid JSON: \(error).", code: "invalid_json")
            }
        }
    }

    private func model(of request: ChatCompletionRequest) async throws -> ModelID {
        if let model = request.model, !model.rawValue.isEmpty { return model }
        if let defaultModel { return ModelID(rawValue: defaultModel) }
        // PixiGPT's clients name no model.
        return try await engine.defaultModel() ?? ""
    }

    private func admit() throws(PlatformError) -> Admission {
        let isFull = underway.withLock { count in
            if count >= limits.concurrentRequests { return true }
            count += 1
            return false
        }
        guard !isFull else {
            var error = PlatformError(
                .tooManyRequests, code: "too_many_requests",
                "The platform answers \(limits.concurrentRequests) requests at a time. Try again in a moment.")
            error.retryAfter = 1
            throw error
        }
        return Admission { [weak self] in self?.underway.withLock { $0 -= 1 } }
    }
}

/// A place among the requests that are answered at the same time; free again when it is let go.
final class Admission: Sendable {
    private let release: @Sendable () -> Void

    init(release: @escaping @Sendable () -> Void) {
        self.release = release
    }

    deinit { release() }
}

/// A streamed answer that holds its place until it is let go.
private struct AdmittedStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error
    let base: any AsyncSequence<ByteBuffer, any Error> & Sendable
    let admission: Admission

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), admission: admission)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: any AsyncIteratorProtocol<ByteBuffer, any Error>
        let admission: Admission

        mutating func next() async throws -> ByteBuffer? {
            try await base.next(isolation: #isolation)
        }
    }
}
