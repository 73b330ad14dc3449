import Foundation
import Testing

@testable import MartletEngine

@Suite struct GGUFHostileFileTests {
    private func error(of bytes: [UInt8], limits: GGUFLimits = GGUFLimits()) -> GGUFError.Code? {
        do throws(GGUFError) {
            _ = try GGUFMetadata(bytes: bytes, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a file that ends anywhere in its header is told to be truncated`() {
        for bytes in [GGUFBuilder.chat.bytes, GGUFBuilder.embedding.bytes] {
            for length in 0..<bytes.count {
                #expect(error(of: Array(bytes.prefix(length))) == .truncated, "cut at \(length)")
            }
        }
    }

    @Test func `other files are told to be none`() {
        #expect(error(of: Array("PK\u{3}\u{4}, say".utf8)) == .notGGUF)
        #expect(error(of: [UInt8](repeating: 0, count: 64)) == .notGGUF)
    }

    @Test(arguments: [0, 1, 4, UInt32.max, UInt32(3).byteSwapped])
    func `other versions and byte orders are refused`(version: UInt32) {
        var builder = GGUFBuilder.chat
        builder.version = version
        #expect(error(of: builder.bytes) == .unsupportedVersion)
    }

    @Test(arguments: [65_537, UInt64.max])
    func `a claim of very many keys is refused`(count: UInt64) {
        var builder = GGUFBuilder.chat
        builder.claimedPairs = count
        #expect(error(of: builder.bytes) == .tooLarge)
    }

    @Test func `a claim of more keys than there are ends at the end of the file`() {
        var builder = GGUFBuilder.chat
        builder.claimedPairs = 65_536
        #expect(error(of: builder.bytes) == .truncated)
    }

    /// A key with a type and whatever follows.
    private func pair(_ key: String, type: UInt32, _ rest: [UInt8]...) -> [UInt8] {
        var builder = GGUFBuilder()
        builder.addRaw(GGUFBuilder.string(key) + GGUFBuilder.integer(type) + rest.joined())
        return builder.bytes + [UInt8](repeating: 0, count: 256)
    }

    @Test(arguments: [1 << 20, 1 << 40, UInt64.max, UInt64(Int64.max)])
    func `lengths beyond the file are refused, and nothing of that size is allocated`(length: UInt64) {
        let huge = GGUFBuilder.integer(length)
        #expect(error(of: pair("general.name", type: 8, huge)) == .truncated)
        #expect(error(of: pair("tokenizer.chat_template", type: 8, huge)) == .truncated)
        #expect(error(of: pair("other", type: 8, huge)) == .truncated)
        for element in [UInt32](arrayLiteral: 0, 5, 8, 9, 10) {
            let code = error(of: pair("other", type: 9, GGUFBuilder.integer(element), huge))
            #expect(code == .truncated || code == .malformed, "array of \(element)")
        }
        var builder = GGUFBuilder()
        builder.addRaw(huge)
        #expect(error(of: builder.bytes) == .malformed)
    }

    @Test(arguments: [13, 255, UInt32.max])
    func `unknown types are refused, for nobody knows how long their values are`(type: UInt32) {
        #expect(error(of: pair("other", type: type)) == .malformed)
        #expect(
            error(of: pair("other", type: 9, GGUFBuilder.integer(type), GGUFBuilder.integer(UInt64(1)))) == .malformed)
    }

    @Test func `arrays in arrays in arrays are refused`() {
        let level = GGUFBuilder.integer(UInt32(9)) + GGUFBuilder.integer(UInt64(1))
        let nested = (0..<100_000).reduce(into: [UInt8]()) { bytes, _ in bytes += level }
        #expect(error(of: pair("other", type: 9, nested)) == .tooLarge)
    }

    @Test func `a header beyond the limit is refused`() {
        var limits = GGUFLimits()
        limits.maximumHeaderBytes = 300
        #expect(error(of: GGUFBuilder.chat.bytes, limits: limits) == .tooLarge)
    }

    @Test func `a template beyond the limit is not read`() throws {
        var builder = GGUFBuilder()
        builder.add("tokenizer.chat_template", .string(String(repeating: "x", count: 2_000)))
        var limits = GGUFLimits()
        limits.maximumTemplateBytes = 1_000
        let metadata = try GGUFMetadata(bytes: builder.bytes)
        #expect(metadata.hasChatTemplate)
        #expect(throws: GGUFError.self) { try metadata.chatTemplate(of: builder.bytes, limits: limits) }
        #expect(try metadata.chatTemplate(of: builder.bytes)?.count == 2_000)
        // The file has become another one since.
        #expect(throws: GGUFError.self) { try metadata.chatTemplate(of: Array(builder.bytes.prefix(500))) }
    }

    @Test func `no mutation of a file traps`() {
        var generator = SeededGenerator(seed: 1)
        let originals = [GGUFBuilder.chat.bytes, GGUFBuilder.embedding.bytes]
        for _ in 0..<20_000 {
            var bytes = originals.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = [0, 1, 8, 9, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)]
                    .randomElement(using: &generator)!
            }
            if let metadata = try? GGUFMetadata(bytes: bytes) {
                _ = ModelKind(metadata)
                _ = try? metadata.chatTemplate(of: bytes)
            }
        }
    }

    @Test func `what is not a file can't be read, and doesn't hang`() async throws {
        try await withTemporaryDirectory { directory in
            #expect(mkfifo("\(directory)/pipe.gguf", 0o600) == 0)
            for path in [directory, "\(directory)/missing.gguf", "\(directory)/pipe.gguf", "/dev/zero"] {
                let error = #expect(throws: GGUFError.self) { try GGUFMetadata(fileAt: path) }
                #expect(error?.code == .unreadable)
            }
        }
    }
}
