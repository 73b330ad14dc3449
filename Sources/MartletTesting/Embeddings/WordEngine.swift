import HTTPTypes
public import MartletAPI
import MartletEngine
public import MartletServer
import ServiceLifecycle
import Synchronization

/// An engine with a chat model that a test scripts, and an embedding model that a test can predict: texts are as close to
/// each other as they have words in common.
///
/// ```swift
/// let engine = WordEngine(model: ScriptedModel([.text("…")]), meanings: ["eat": "food", "vegetarian": "food"])
/// try await withPlatform(engine: engine) { platform in … }
/// ```
public final class WordEngine: InferenceEngine {
    private let chatModel: ModelID
    private let embeddingModel: ModelID
    private let chats: ChatModelEngine
    private let dimension: Int
    private let meanings: [String: String]
    private let maximumWords: Int?
    private let asked = Mutex<[[String]]>([])

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - model: The chat model.
    ///   - chatModel: Its name.
    ///   - embeddingModel: The embedding model's name.
    ///   - dimension: How long vectors are.
    ///   - meanings: For words that are to be as close as if they were one: the one, in lower case.
    ///   - maximumWords: How many words a text may have; more are refused with `context_length_exceeded`.
    public init(
        model: any ChatModel = ScriptedModel(), named chatModel: ModelID = "smollm2",
        embeddingModel: ModelID = "all-minilm-l6-v2", dimension: Int = 384, meanings: [String: String] = [:],
        maximumWords: Int? = nil
    ) {
        self.chatModel = chatModel
        self.embeddingModel = embeddingModel
        chats = ChatModelEngine(chatModel, model)
        self.dimension = max(1, dimension)
        self.meanings = meanings
        self.maximumWords = maximumWords
    }

    /// The texts of each request for embeddings, in order.
    public var embedded: [[String]] { asked.withLock(\.self) }

    /// Waits for the end of the service group.
    public func run() async throws { try await chats.run() }

    public func readiness() async -> EngineReadiness { .ready }

    public func models() async throws -> [EngineModel] {
        [
            EngineModel(id: embeddingModel, kind: .embedding, created: 1, ownedBy: "test"),
            EngineModel(id: chatModel, kind: .chat, created: 1, ownedBy: "test"),
        ].sorted { $0.id.rawValue < $1.id.rawValue }
    }

    public func chat(_ request: EngineRequest) async throws -> EngineAnswer { try await chats.chat(request) }

    public func embed(_ texts: [String], model: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        guard model == embeddingModel else {
            throw PlatformError.unknownModel(model, known: [embeddingModel])
        }
        asked.withLock { $0.append(texts) }
        let words = texts.map { Self.words($0) }
        if let maximumWords, let longest = words.map(\.count).max(), longest > maximumWords {
            throw PlatformError(
                .badRequest, code: "context_length_exceeded",
                "A text has \(longest) words; the model reads \(maximumWords).")
        }
        return EngineEmbeddings(
            model: model, vectors: words.map(vector), promptTokens: words.reduce(0) { $0 + $1.count })
    }

    private func vector(of words: [String]) -> [Float] {
        var vector = [Float](repeating: 0, count: dimension)
        for word in words { vector[Self.place(of: meanings[word] ?? word, among: dimension)] += 1 }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // A text without words is like no other, and still has a direction.
        guard length > 0 else {
            vector[0] = 1
            return vector
        }
        return vector.map { $0 / length }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// FNV-1a: the same in every process, unlike `Hashable`.
    private static func place(of word: String, among count: Int) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(hash % UInt64(count))
    }
}
