#if os(Linux)
import Foundation
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// What a client leaves behind.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct GrowthTests {
    /// What this process holds, by /proc.
    private struct Holdings: CustomStringConvertible {
        var descriptors: Int
        var threads: Int
        var kilobytes: Int

        init() throws {
            descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            func number(_ name: String) -> Int {
                let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
                return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
            }
            threads = number("Threads")
            kilobytes = number("VmRSS")
        }

        var description: String { "\(descriptors) descriptors, \(threads) threads, \(kilobytes) KB" }
    }

    /// Calls of every kind and fate, 16 at a time.
    private static func call(_ client: MartletClient, times: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for number in 0..<(times / 16) {
                        switch (number + worker) % 8 {
                        case 0, 1, 2:
                            _ = try await client.created()
                        case 3, 4:
                            _ = try await client.streamed()
                        case 5:
                            // Left in mid-way.
                            for try await _ in try await client.chat.completions.stream(Sample.request) { break }
                        case 6:
                            // Dropped unread.
                            _ = try await client.chat.completions.stream(Sample.request)
                        default:
                            _ = try? await client.models.list()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// In a process of its own, where nobody else opens and allocates.
    @Test func `T54 twenty thousand calls leave no descriptors, threads or memory behind`() async {
        await #expect(processExitsWith: .success) {
            let server = try await FaultServer.start(keepingRequests: 10) { request in
                if request.path.hasSuffix("models") { return .json("{}", status: 404) }
                return request.header("accept") == "text/event-stream"
                    ? .eventStream(Sample.events) : .json(Sample.completion())
            }
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: "key-1")
            try await Self.call(client, times: 4_000)
            let before = try Holdings()
            try await Self.call(client, times: 20_000)
            var after = try Holdings()
            // Sockets that are being closed.
            for _ in 0..<100 where after.descriptors > before.descriptors + 16 {
                try await Task.sleep(for: .milliseconds(20))
                after = try Holdings()
            }
            let story = Comment("before: \(before), after: \(after)")
            #expect(after.descriptors <= before.descriptors + 16, story)
            #expect(after.threads <= before.threads + 2, story)
            // One leaked kilobyte for a call would be 20 MB.
            #expect(after.kilobytes <= before.kilobytes + 8_000, story)
            try await client.shutdown()
            try await server.shutdown()
        }
    }

    @Test func `T54 clients that come and go leave no descriptors, threads or memory behind`() async {
        await #expect(processExitsWith: .success) {
            let server = try await FaultServer.start(keepingRequests: 10, [.json(Sample.completion())])
            func comeAndGo(_ times: Int) async throws {
                // AsyncHTTPClient may keep a pool for this long after its end (a timer that nobody cancels).
                let connecting = configuration { $0.pool.idleTimeout = .milliseconds(20) }
                for number in 0..<times {
                    let client = try MartletClient(
                        platform: .quick(server.baseURL), apiKey: "key-1", configuration: connecting)
                    _ = try await client.created()
                    if number.isMultiple(of: 2) { try await client.shutdown() }
                }
            }
            try await comeAndGo(300)
            let before = try Holdings()
            try await comeAndGo(1_000)
            var after = try Holdings()
            for _ in 0..<100 where after.descriptors > before.descriptors + 16 {
                try await Task.sleep(for: .milliseconds(20))
                after = try Holdings()
            }
            let story = Comment("before: \(before), after: \(after)")
            #expect(after.descriptors <= before.descriptors + 16, story)
            #expect(after.threads <= before.threads + 2, story)
            #expect(after.kilobytes <= before.kilobytes + 8_000, story)
            try await server.shutdown()
        }
    }
}
#endif
