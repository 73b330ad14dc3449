import Foundation
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct BlockingTests {
    /// A thread of its own, as a synchronous program has.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: work)) }
            thread.start()
        }
    }

    @Test func `a synchronous caller gets the answer`() async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, _ in
            let text = try await onThread { try Martlet.blocking { try await client.created().text } }
            #expect(text == "Hi")
        }
    }

    @Test func `a synchronous caller gets the error`() async throws {
        try await withClient(of: [.json("{}", status: 404)]) { client, _ in
            let error = try await errorOf {
                try await onThread { try Martlet.blocking { try await client.created() } }
            }
            #expect(error.code == .notFound)
        }
    }

    @Test func `many synchronous callers at once do not stop each other`() async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, server in
            let texts = try await within {
                try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            try await onThread { try Martlet.blocking { try await client.created().text } }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(texts == Array(repeating: "Hi", count: 50))
            #expect(server.requestCount == 50)
        }
    }
}
