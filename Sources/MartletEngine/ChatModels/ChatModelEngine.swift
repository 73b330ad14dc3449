import HTTPTypes
public import MartletAPI
public import MartletServer
import NIOCore
import ServiceLifecycle

/// An engine over anything that answers a chat: a scripted model in tests, a command-line agent.
public struct ChatModelEngine: InferenceEngine {
    private let entries: [(description: EngineModel, model: any ChatModel)]

    /// Creates an engine over models.
    public init(_ models: [(description: EngineModel, model: any ChatModel)]) {
        entries = models.sorted { $0.description.id.rawValue < $1.description.id.rawValue }
    }

    /// Creates an engine over one model.
    public init(_ id: ModelID, _ model: any ChatModel) {
        self.init([(EngineModel(id: id, kind: .chat, created: 0, ownedBy: "martlet"), model)])
    }

    /// Waits for the end of the service group.
    public func run() async throws {
        try await gracefulShutdown()
    }

    public func models() async throws -> [EngineModel] { entries.map(\.description) }

    public func readiness() async -> EngineReadiness { .ready }

    public func chat(_ request: EngineRequest) async throws -> EngineAnswer {
        guard let entry = entries.first(where: { $0.description.id == request.model }) else {
            throw PlatformError.unknownModel(request.model, known: entries.map(\.description.id))
        }
        if request.isStreamed { return .streamed(try await Self.stream(entry.model, request.chat)) }
        return .whole(ByteBuffer(bytes: try await entry.model.complete(request.chat).jsonBytes()))
    }

    private static func stream(
        _ model: some ChatModel, _ request: ChatCompletionRequest
    ) async throws -> any AsyncSequence<ByteBuffer, any Error> & Sendable {
        EncodedChunks(chunks: try await model.stream(request))
    }
}
