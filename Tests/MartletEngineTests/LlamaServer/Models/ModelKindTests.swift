import Testing

@testable import MartletEngine

@Suite struct ModelKindTests {
    @Test(arguments: [
        ("llama", nil, ModelKind.chat), ("qwen3", nil, .chat), ("bert", nil, .embedding),
        ("nomic-bert", nil, .embedding), ("jina-bert-v2", nil, .embedding), ("bert", 1, .embedding),
        ("qwen3", 3, .embedding), ("bert", 4, .rerank), ("qwen3", 4, .rerank), ("clip", nil, .projector),
    ])
    func `the header tells what a model is for`(architecture: String, pooling: UInt32?, kind: ModelKind) throws {
        var builder = GGUFBuilder.bare(architecture: architecture)
        if let pooling { builder.add("\(architecture).pooling_type", .uint32(pooling)) }
        #expect(try ModelKind(GGUFMetadata(bytes: builder.bytes)) == kind)
    }

    @Test func `a file that says nothing is taken for one that chats`() throws {
        #expect(try ModelKind(GGUFMetadata(bytes: GGUFBuilder().bytes)) == .chat)
    }
}
