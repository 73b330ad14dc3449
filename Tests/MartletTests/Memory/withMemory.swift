import MartletAPI
import MartletTesting
import Synchronization

import struct Foundation.Date

@testable import Martlet

/// A memory on a platform of its own, and what it is composed of.
struct TestMemory: Sendable {
    let memory: Memory
    let client: MartletClient
    let model: ScriptedModel
    let engine: WordEngine

    /// The vectors of the memory's index.
    var vectors: IndexVectorsResource {
        get async throws {
            guard let index = try await client.vectors.indexes.named(memory.configuration.indexName) else {
                throw MartletError(.notFound, "The memory has no index.")
            }
            return client.vectors.index(index.id)
        }
    }
}

/// Lends a memory on a platform in this process, whose embeddings are as close as texts have words in common.
///
/// - Parameters:
///   - replies: What the chat model says.
///   - time: The time of day.
func withMemory(
    _ replies: [ScriptedReply] = [], configuration: MemoryConfiguration = MemoryConfiguration(),
    meanings: [String: String] = [:], maximumWords: Int? = nil, time: TestTime = TestTime(),
    _ body: @escaping @Sendable (TestMemory) async throws -> Void
) async throws {
    let model = ScriptedModel(replies)
    let engine = WordEngine(model: model, meanings: meanings, maximumWords: maximumWords)
    try await withPlatform(engine: engine) { platform in
        let client = try platform.client()
        let core = MemoryCore(client: client, configuration: configuration, now: { time.now })
        do {
            try await body(TestMemory(memory: Memory(core: core), client: client, model: model, engine: engine))
            try await client.shutdown()
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}

/// The time of day in a test, which stands still unless it is moved.
final class TestTime: Sendable {
    private let seconds = Mutex(1_782_907_205.25)

    var now: Date { Date(timeIntervalSince1970: seconds.withLock(\.self)) }

    func move(by interval: Double) { seconds.withLock { $0 += interval } }
}

extension ScriptedReply {
    /// Facts as a good model says them.
    static func facts(_ contents: String...) -> ScriptedReply {
        let facts = contents.map { content in
            #"{"content":"\#(content)","memory_type":"factual","importance":0.8,"category":"personal"}"#
        }
        return .text(#"{"memories":[\#(facts.joined(separator: ","))]}"#)
    }
}
