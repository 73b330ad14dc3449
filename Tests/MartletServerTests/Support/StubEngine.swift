import MartletAPI
import MartletServer
import NIOCore
import ServiceLifecycle
import Synchronization

/// An engine that says what a test wants it to say, and remembers what it was asked.
final class StubEngine: InferenceEngine {
    private let asked = Mutex<(chats: [EngineRequest], texts: [[String]])>(([], []))
    private let chatAnswer: String
    private let completion: EngineAnswer
    private let rankScores: [Double]?
    private let failure: (any Error & Sendable)?
    private let namesModels: Bool

    init(
        chat: String = "{}", completion: EngineAnswer = .whole(ByteBuffer(string: "{}")), rank: [Double]? = nil,
        failure: (any Error & Sendable)? = nil, namesModels: Bool = true
    ) {
        self.namesModels = namesModels
        chatAnswer = chat
        self.completion = completion
        rankScores = rank
        self.failure = failure
    }

    var chats: [EngineRequest] { asked.withLock { $0.chats } }
    var embedded: [[String]] { asked.withLock { $0.texts } }

    func run() async throws { try await gracefulShutdown() }
    func readiness() async -> EngineReadiness { .ready }

    func models() async throws -> [EngineModel] {
        [
            EngineModel(id: "chat", kind: .chat, created: 1, ownedBy: "test"),
            EngineModel(id: "vectors", kind: .embedding, created: 1, ownedBy: "test"),
        ]
    }

    func defaultModel(for kind: EngineModel.Kind) async throws -> ModelID? {
        namesModels ? try await models().first { $0.kind == kind }?.id : nil
    }

    func chat(_ request: EngineRequest) async throws -> EngineAnswer {
        asked.withLock { $0.chats.append(request) }
        return .whole(ByteBuffer(string: chatAnswer))
    }

    func complete(_ request: EngineCompletionRequest) async throws -> EngineAnswer { completion }

    /// Vectors of length 5: how often the text has each of the letters a to d, and a one.
    func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        if let failure { throw failure }
        asked.withLock { $0.texts.append(texts) }
        let vectors = texts.map { text in
            let counts = "abcd".map { letter in Float(text.count { $0 == letter }) } + [1]
            let length = counts.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return counts.map { $0 / length }
        }
        return EngineEmbeddings(model: model, vectors: vectors, promptTokens: texts.joined().count)
    }

    func rank(_ documents: [String], query: String, model: ModelID?) async throws -> EngineRanking? {
        rankScores.map { EngineRanking(model: "ranker", scores: $0, totalTokens: 9) }
    }
}
