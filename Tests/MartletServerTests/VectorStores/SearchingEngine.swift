import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import NIOCore
import ServiceLifecycle
import Synchronization

/// A chat model that says what a test wants, and vectors of texts that share words are close: one dimension for some of
/// the words.
final class SearchingEngine: InferenceEngine {
    static let dimension = 1_024

    private let chatEngine: ChatModelEngine
    /// The longest text that it reads, in characters.
    private let readable: Int
    private let failure: PlatformError?
    private let state = Mutex<(embedded: [[String]], gates: Int, isOpen: Bool)>(([], 0, true))

    init(_ model: ScriptedModel = ScriptedModel(), readable: Int = .max, failure: PlatformError? = nil) {
        chatEngine = ChatModelEngine("scripted", model)
        self.readable = readable
        self.failure = failure
    }

    /// What it was asked for, call by call.
    var embedded: [[String]] { state.withLock { $0.embedded } }

    /// Lets no texts through until `open` is called.
    func close() { state.withLock { $0.isOpen = false } }
    func open() { state.withLock { $0.isOpen = true } }
    /// How many wait.
    var waiting: Int { state.withLock { $0.gates } }

    func run() async throws { try await gracefulShutdown() }
    func readiness() async -> EngineReadiness { .ready }

    func models() async throws -> [EngineModel] {
        try await chatEngine.models() + [EngineModel(id: "vectors", kind: .embedding, created: 1, ownedBy: "test")]
    }

    func chat(_ request: EngineRequest) async throws -> EngineAnswer { try await chatEngine.chat(request) }

    func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        state.withLock { $0.gates += 1 }
        defer { state.withLock { $0.gates -= 1 } }
        while !state.withLock({ $0.isOpen }) { try await Task.sleep(for: .milliseconds(5)) }
        if let failure { throw failure }
        guard texts.allSatisfy({ $0.count <= readable }) else {
            throw PlatformError.invalidRequest("A text is too long.", code: "context_length_exceeded")
        }
        state.withLock { $0.embedded.append(texts) }
        return EngineEmbeddings(model: model, vectors: texts.map(Self.vector), promptTokens: 1)
    }

    private static func vector(_ text: String) -> [Float] {
        var vector = [Float](repeating: 0, count: dimension)
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            var hash: UInt64 = 14_695_981_039_346_656_037
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
            vector[Int(hash % UInt64(dimension))] += 1
        }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : [1] + vector.dropFirst()
    }
}
