import Foundation
import Testing

@testable import MartletEngine

@Suite struct GGUFMetadataTests {
    @Test func `the header of a chat model is read`() throws {
        let bytes = GGUFBuilder.chat.bytes
        let metadata = try GGUFMetadata(bytes: bytes)
        #expect(metadata.version == 3)
        #expect(metadata.tensorCount == 2)
        #expect(metadata.architecture == "llama")
        #expect(metadata.name == "Tiny 🐦")
        #expect(metadata.sizeLabel == "135M")
        #expect(metadata.license == "apache-2.0")
        #expect(metadata.parameterCount == 134_515_008)
        #expect(metadata.fileType?.label == "Q4_1")
        #expect(metadata.contextLength == 8192)
        #expect(metadata.embeddingLength == 576)
        #expect(metadata.poolingType == nil)
        #expect(metadata.hasChatTemplate)
        #expect(try metadata.chatTemplate(of: bytes) == "{% for message in messages %}…{% endfor %}")
    }

    @Test func `keys may come before the architecture they belong to`() throws {
        let metadata = try GGUFMetadata(bytes: GGUFBuilder.embedding.bytes)
        #expect(metadata.contextLength == 512)
        #expect(metadata.embeddingLength == 384)
        #expect(metadata.poolingType == .mean)
        #expect(!metadata.hasChatTemplate)
    }

    @Test func `version 2 is read`() throws {
        var builder = GGUFBuilder.chat
        builder.version = 2
        #expect(try GGUFMetadata(bytes: builder.bytes).contextLength == 8192)
    }

    @Test func `a file is read as its bytes are`() async throws {
        try await withTemporaryDirectory { directory in
            let bytes = GGUFBuilder.chat.bytes
            let path = "\(directory)/model.gguf"
            // What follows the header is never looked at.
            try write(bytes + [UInt8](repeating: 0xFF, count: 300_000), to: path)
            let metadata = try GGUFMetadata(fileAt: path)
            #expect(try metadata == GGUFMetadata(bytes: bytes))
            #expect(try metadata.chatTemplate(ofFileAt: path)?.hasPrefix("{% for") == true)
        }
    }

    @Test(arguments: [
        GGUFBuilder.Value.uint8(77), .int8(77), .uint16(77), .int16(77), .uint32(77), .int32(77), .uint64(77),
        .int64(77),
    ])
    func `a length may be an integer of any width`(value: GGUFBuilder.Value) throws {
        var builder = GGUFBuilder.bare(architecture: "x")
        builder.add("x.context_length", value)
        #expect(try GGUFMetadata(bytes: builder.bytes).contextLength == 77)
    }

    @Test(arguments: [
        GGUFBuilder.Value.int32(-1), .string("77"), .float64(77), .bool(true), .uint64(.max),
        .array(type: 4, [.uint32(77)]),
    ])
    func `a length that is none is passed over`(value: GGUFBuilder.Value) throws {
        var builder = GGUFBuilder.bare(architecture: "x")
        builder.add("x.context_length", value)
        builder.add("x.embedding_length", .uint32(8))
        let metadata = try GGUFMetadata(bytes: builder.bytes)
        #expect(metadata.contextLength == nil)
        #expect(metadata.embeddingLength == 8)
    }

    @Test func `a text that is too long to keep, or not UTF-8, does no harm`() throws {
        var builder = GGUFBuilder.bare(architecture: "x")
        builder.add("general.name", .string(String(repeating: "n", count: 5_000)))
        builder.addRaw(
            GGUFBuilder.string("general.license") + GGUFBuilder.integer(UInt32(8)) + GGUFBuilder.integer(UInt64(2))
                + [0xFF, 0x41])
        let metadata = try GGUFMetadata(bytes: builder.bytes)
        #expect(metadata.name == nil)
        #expect(metadata.license == "\u{FFFD}A")
    }

    @Test func `nested arrays are passed over`() throws {
        var builder = GGUFBuilder.bare(architecture: "x")
        builder.add("x.nested", .array(type: 9, [.array(type: 8, [.string("a")]), .array(type: 0, [.uint8(1)])]))
        builder.add("x.context_length", .uint32(9))
        #expect(try GGUFMetadata(bytes: builder.bytes).contextLength == 9)
    }
}
