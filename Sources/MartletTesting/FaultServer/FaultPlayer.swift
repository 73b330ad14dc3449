import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Plays a response on a connection, step by step. Runs in the connection's task, which is cancelled when the socket
/// is gone; every wait here ends then.
struct FaultPlayer: Sendable {
    /// How many bytes of copies are joined in one write.
    private static let batchBytes = 64 * 1024

    let channel: any Channel
    /// Called before the server closes, so that the close is not put down to the client.
    let willClose: @Sendable () -> Void
    /// Called with the size of each write the kernel has taken.
    let didSend: @Sendable (Int) -> Void

    /// Answers one request.
    ///
    /// - Returns: Whether the connection can serve another request.
    /// - Throws: When the connection is gone, whatever the reason.
    func play(_ response: FaultResponse, for request: FaultRequest) async throws -> Bool {
        let closes = response.closesConnection(keptOpenByClient: request.keepsConnectionOpen)
        var sendsBody = response.sendsBody(to: request.method)
        try await send(response.head(closing: closes))
        var isHalfClosed = false
        for step in response.steps {
            try Task.checkCancellation()
            switch step {
            case .bytes(let bytes):
                if sendsBody { try await send(response.framed(bytes)) }
            case .bytesCut(let bytes, let every):
                if sendsBody { try await send(bytes, every: max(1, every), of: response) }
            case .repeated(let bytes, let count):
                if sendsBody { try await send(response.framed(bytes), count: count) }
            case .delay(let duration):
                try await Task.sleep(for: duration)
            case .hold(let gate):
                await gate.wait()
            case .silence:
                try await waitForClient()
            case .reset:
                try await reset()
                return false
            case .close:
                try await close()
                return false
            case .shutdownWrite:
                try await channel.close(mode: .output).get()
                isHalfClosed = true
                sendsBody = false
            }
        }
        try Task.checkCancellation()
        if isHalfClosed { try await waitForClient() }
        if sendsBody { try await send(response.bodyEnd) }
        if closes { try await close() }
        return !closes
    }

    /// Sends the bytes as they are and returns when the kernel has them: a client that does not read stops us here.
    func send(_ bytes: [UInt8]) async throws {
        if bytes.isEmpty { return }
        try await send(ByteBuffer(bytes: bytes))
    }

    /// Closes in order.
    func close() async throws {
        willClose()
        try await channel.close().get()
    }

    private func send(_ buffer: ByteBuffer) async throws {
        try await channel.writeAndFlush(buffer).get()
        didSend(buffer.readableBytes)
    }

    private func send(_ bytes: [UInt8], every size: Int, of response: FaultResponse) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try await send(response.framed(Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
    }

    /// Writes the copies in batches; the buffer is made once and shared by all writes.
    private func send(_ bytes: [UInt8], count: Int) async throws {
        guard !bytes.isEmpty, count > 0 else { return }
        let copies = min(count, max(1, Self.batchBytes / bytes.count))
        var batch = ByteBuffer()
        batch.reserveCapacity(copies * bytes.count)
        for _ in 0..<copies {
            batch.writeBytes(bytes)
        }
        var left = count
        while left > 0 {
            let size = min(left, copies)
            try await send(size == copies ? batch : batch.getSlice(at: 0, length: size * bytes.count) ?? batch)
            left -= size
        }
    }

    /// Returns only by throwing, when the task is cancelled because the socket is gone.
    private func waitForClient() async throws {
        await FaultGate().wait()
        throw CancellationError()
    }

    /// "If l_onoff is non-zero and l_linger is zero, close() discards unsent data and sends a reset" is how every
    /// system of ours reads SO_LINGER.
    private func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await close()
    }
}
