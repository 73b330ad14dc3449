import MartletAPI
import MartletTesting
import Synchronization
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(10))) struct ManyRequestsTests {
    private static func request(_ text: String) -> ChatCompletionRequest {
        ChatCompletionRequest(model: "m", messages: [.user(text)])
    }

    @Test func `answers come in the order of the requests, and one that fails takes nothing from the others`()
        async throws
    {
        try await withFaultServer { request in
            request.bodyText.contains("bad")
                ? .json(#"{"error":{"message":"no"}}"#, status: 400) : .json(Sample.completion("ok"))
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let requests = (0..<20).map { Self.request($0 == 7 ? "bad" : "good \($0)") }
            let answers = try await client.chat.completions.create(requests, concurrency: 4)
            #expect(answers.count == 20)
            for (index, answer) in answers.enumerated() {
                switch answer {
                case .success(let completion): #expect(completion.text == "ok" && index != 7)
                case .failure(let error): #expect((error as? MartletError)?.status == 400 && index == 7)
                }
            }
        }
    }

    @Test(arguments: [(1, 1), (3, 3), (0, 1)])
    func `no more are in flight than is wanted`(_ concurrency: Int, _ most: Int) async throws {
        let peak = Mutex((now: 0, most: 0))
        let results = try await (0..<30).concurrentMap(limit: concurrency) { number in
            peak.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            for _ in 0..<10 { await Task.yield() }
            peak.withLock { $0.now -= 1 }
            return number
        }
        #expect(results == Array(0..<30))
        #expect(peak.withLock { $0.most } <= most)
    }

    @Test func `cancelling ends all of them`() async throws {
        try await withFaultServer([FaultResponse(steps: [.silence])]) { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let task = Task {
                try await client.chat.completions.create((0..<5).map { Self.request("\($0)") }, concurrency: 2)
            }
            try await server.waitForRequests(2)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
