import Logging
import MartletAPI
import MartletWire
import NIOCore

/// Writes the events of a response to its client while the model answers.
struct ResponseStreamWriter: Sendable {
    let service: ResponseService
    let begun: BegunResponse
    let logger: Logger

    /// - Throws: When the client is gone. A failure of the engine is the response's, and not thrown.
    func write(to writer: LentWriter) async throws {
        var assembler = ResponseAssembler(begun.order.response.object, tools: begun.order.tools)
        assembler.create()
        assembler.begin()
        try await send(&assembler, to: writer)
        var chunks = begun.chunks.makeAsyncIterator()
        while true {
            let chunk: ChatCompletionChunk?
            do {
                chunk = try await chunks.next()
            } catch {
                // Nobody is left to read it.
                if Task.isCancelled { throw error }
                logger.warning("The engine failed in mid-answer", metadata: ["error": "\(error)"])
                assembler.fail(ResponseError(error))
                break
            }
            guard let chunk else {
                assembler.close(now: service.clock.now())
                break
            }
            assembler.add(chunk)
            if chunk.isProgress {
                try await writer.write(Self.signOfLife)
            } else {
                try await send(&assembler, to: writer)
            }
        }
        await keep(&assembler)
        assembler.end()
        try await send(&assembler, to: writer)
        withExtendedLifetime(begun.admission) {}
    }

    /// Before the client is told of the end: what it is told of is kept.
    private func keep(_ assembler: inout ResponseAssembler) async {
        do {
            try await service.keep(assembler.response, of: begun.order)
        } catch {
            logger.error("A response cannot be stored", metadata: ["error": "\(error)"])
            assembler.fail(ResponseError(error))
        }
    }

    private func send(_ assembler: inout ResponseAssembler, to writer: LentWriter) async throws {
        let bytes = assembler.takeEvents().encoded
        if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
    }

    private static let signOfLife: ByteBuffer = {
        var bytes: [UInt8] = []
        ServerSentEventEncoder.encodeComment("reading the prompt", into: &bytes)
        return ByteBuffer(bytes: bytes)
    }()
}
