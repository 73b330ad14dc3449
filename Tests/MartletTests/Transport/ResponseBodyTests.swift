import MartletTesting
import NIOCore
import Testing

@testable import Martlet

@Suite(.inTurn) struct ResponseBodyTests {
    private static func pieces(_ texts: [String]) -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            for text in texts { continuation.yield(ByteBuffer(string: text)) }
            continuation.finish()
        }
    }

    @Test func `a whole body can be read as often as wanted`() async throws {
        let body = ResponseBody(ByteBuffer(string: "abc"))
        #expect(body.whole == ByteBuffer(string: "abc"))
        for _ in 0..<2 {
            var texts: [String] = []
            for try await piece in body { texts.append(String(buffer: piece)) }
            #expect(texts == ["abc"])
        }
        var empty = ResponseBody(ByteBuffer()).makeAsyncIterator()
        #expect(try await empty.next() == nil)
    }

    @Test func `a streamed body can be read once`() async throws {
        let body = ResponseBody(Self.pieces(["a", "b"]))
        #expect(body.whole == nil)
        #expect(try await String(buffer: body.collect(maximumBytes: 2)) == "ab")
        let error = try await errorOf { try await body.collect(maximumBytes: 2) }
        #expect(error.code == .alreadyConsumed)
    }

    @Test func `collecting stops at the limit`() async throws {
        let body = ResponseBody(Self.pieces(["aa", "bb"]))
        let error = try await errorOf { try await body.collect(maximumBytes: 3) }
        #expect(error.code == .responseTooLarge)
    }

    @Test func `what keeps a body going lives as long as the body or its iterator`() async throws {
        final class Owner: Sendable {}
        var owner: Owner? = Owner()
        weak let weakOwner = owner
        var body: ResponseBody? = ResponseBody(Self.pieces(["a", "b"]), keeping: owner, drain: {})
        owner = nil
        #expect(weakOwner != nil)
        var iterator = body?.makeAsyncIterator()
        body = nil
        #expect(weakOwner != nil)
        #expect(try await iterator?.next() != nil)
        #expect(weakOwner != nil)
        iterator = nil
        #expect(weakOwner == nil)
    }
}
