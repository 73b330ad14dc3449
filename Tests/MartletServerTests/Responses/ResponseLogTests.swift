import HTTPTypes
import MartletAPI
import NIOCore
import Testing

@testable import MartletServer

struct ResponseLogTests {
    private static func event(_ number: Int) -> ResponseStreamEvent {
        .outputTextDelta(.init(itemID: "msg_1", outputIndex: 0, index: 0, text: "\(number)")).numbered(number)
    }

    /// The numbers of the events that a reader gets, up to the end.
    private static func read(_ log: ResponseLog, from position: Int = 0) async throws -> [Int] {
        var text = ""
        try await log.read(from: position) { text += String(buffer: $0) }
        return try Caller.events(text).compactMap { $0.data["sequence_number"]?.intValue }
    }

    @Test func `Readers get every event once, whenever they come and wherever they begin`() async throws {
        let log = ResponseLog(first: 7)
        log.append((7..<10).map(Self.event))
        async let early = Self.read(log)
        async let behind = Self.read(log, from: 4)
        for number in 10..<300 { log.append([Self.event(number)]) }
        #expect(log.next == 300)
        log.end(with: .failed(.init(ResponseObject(id: "resp_1"))))
        #expect(try await early == Array(7...300))
        #expect(try await behind == Array(11...300))
        #expect(try await Self.read(log, from: 290) == Array(297...300))
        #expect(try await Self.read(log, from: 999) == [])
    }

    @Test func `Nothing is told after the end`() async throws {
        let log = ResponseLog(first: 0)
        log.end(with: .failed(.init(ResponseObject(id: "resp_1"))))
        log.append([Self.event(1)])
        log.end(with: .completed(.init(ResponseObject(id: "resp_1"))))
        log.fail(.stateFull)
        #expect(try await Self.read(log) == [0])
    }

    @Test func `A log that ends before its response is an error behind the events`() async throws {
        let log = ResponseLog(first: 0)
        log.append([Self.event(0)])
        log.fail(PlatformError(.serviceUnavailable, code: "platform_stopping", "Stopping."))
        var count = 0
        let error = await #expect(throws: PlatformError.self) { try await log.read(from: 0) { _ in count += 1 } }
        #expect(error?.body.code == "platform_stopping")
        #expect(count == 1)
    }

    @Test func `A reader that is cancelled waits no longer`() async throws {
        let log = ResponseLog(first: 0)
        // Awaited below; a task of its own to be cancelled.
        let reader = Task { try await Self.read(log) }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
    }

    @Test func `Logs that are opened while the platform stops end at once`() async throws {
        let logs = ResponseLogs()
        let before = logs.open("resp_1", first: 0)
        #expect(logs.open("resp_1", first: 5) === before)
        logs.failAll()
        for log in [before, logs.open("resp_2", first: 0)] {
            let error = await #expect(throws: PlatformError.self) { try await log.read(from: 0) { _ in } }
            #expect(error?.body.code == "platform_stopping")
        }
        logs.close("resp_1")
        #expect(logs.log(of: "resp_1") == nil)
        #expect(logs.count == 1)
    }
}
