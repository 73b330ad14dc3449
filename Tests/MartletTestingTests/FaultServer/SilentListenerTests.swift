import MartletTesting
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1))) struct SilentListenerTests {
    @Test func `a client connects, sends and hears nothing until the end`() async throws {
        let listener = try await SilentListener.start()
        #expect(listener.baseURL == "http://127.0.0.1:\(listener.port)")
        try await RawClient.connect(to: listener.port) { client in
            try await client.get()
            await listener.shutdown()
            // Whether the reset meets our write or our read is a matter of chance; that nothing was said is not.
            #expect(await client.readToFailure().text.isEmpty)
        }
        await listener.shutdown()
    }

    #if os(Linux)
    @Test func `a client cannot connect when the backlog is full`() async throws {
        try await withSilentListener(backlogFull: true) { listener in
            await #expect(throws: (any Error).self) {
                _ = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connectTimeout(.milliseconds(50))
                    .connect(host: "127.0.0.1", port: listener.port)
                    .get()
            }
        }
    }
    #endif
}
