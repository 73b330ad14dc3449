import Foundation
import MartletAPI
import Testing

@testable import MartletAgent

struct UsageStatsTests {
    @Test func `Nothing counted is zero everywhere, the success rate too`() {
        let expected: JSONObject = [
            "total_requests": 0, "prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "total_latency": 0.0,
            "average_latency": 0.0, "errors": 0, "success_rate": 0.0, "reasoning_tokens": 0, "cached_tokens": 0,
            "estimated_tokens": 0, "retries": 0,
        ]
        #expect(UsageStats().summary == expected)
    }

    @Test func `Sums, averages and rates are the protocol's`() {
        var stats = UsageStats()
        stats.addRequest(promptTokens: 10, completionTokens: 5, latency: 1.23456)
        stats.addRequest(promptTokens: 1, completionTokens: 2, latency: 0.5)
        stats.addRequest(latency: 0.1, error: true)
        let summary = stats.summary
        #expect(summary["total_requests"] == 3)
        #expect(summary["prompt_tokens"] == 11 && summary["completion_tokens"] == 7 && summary["total_tokens"] == 18)
        #expect(summary["total_latency"] == .number(1.835))
        #expect(summary["average_latency"] == .number(0.612))
        #expect(summary["errors"] == 1 && summary["success_rate"] == .number(66.67))
        stats.reset()
        #expect(stats == UsageStats())
    }

    private func response(usage: CompletionUsage?, isStream: Bool, characters: Int = 41) -> ModelResponseRecord {
        ModelResponseRecord(
            model: "m", usage: usage, characters: characters, isStream: isStream, latency: .milliseconds(1_500),
            timeToFirstToken: isStream ? .milliseconds(250) : nil, retries: 2)
    }

    @Test func `An answer counts with the platform's numbers; its own total is ignored`() {
        var usage = CompletionUsage(promptTokens: 3, completionTokens: 2, totalTokens: 99)
        usage.completionTokensDetails = CompletionTokensDetails()
        usage.completionTokensDetails?.reasoningTokens = 1
        usage.promptTokensDetails = PromptTokensDetails()
        usage.promptTokensDetails?.cachedTokens = 2
        var stats = UsageStats()
        stats.add(response(usage: usage, isStream: true), tokens: true, latency: true)
        #expect(stats.totalTokens == 5 && stats.reasoningTokens == 1 && stats.cachedTokens == 2)
        #expect(stats.retries == 2 && stats.estimatedTokens == 0 && stats.totalLatency == 1.5)
        #expect(stats.summary["average_time_to_first_token"] == .number(0.25))
    }

    @Test func `Without usage a request counts; a stream's tokens are a quarter of its characters, marked`() {
        var stats = UsageStats()
        stats.add(response(usage: nil, isStream: false), tokens: true, latency: true)
        #expect(stats.totalRequests == 1 && stats.totalTokens == 0)
        stats.add(response(usage: nil, isStream: true), tokens: true, latency: true)
        #expect(stats.totalRequests == 2 && stats.completionTokens == 10 && stats.estimatedTokens == 10)
    }

    @Test func `Tokens and latency can be left out, requests cannot`() {
        var stats = UsageStats()
        stats.add(
            response(usage: CompletionUsage(promptTokens: 3, completionTokens: 2), isStream: true), tokens: false,
            latency: false)
        #expect(stats.totalRequests == 1 && stats.totalTokens == 0 && stats.totalLatency == 0)
        #expect(stats.averageTimeToFirstToken == nil)
    }

    @Test func `Each save appends one line with the time`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/made/stats.jsonl"
            var stats = UsageStats()
            stats.addRequest(promptTokens: 1)
            try stats.save(to: path, at: Date(timeIntervalSince1970: 1_700_000_000.25))
            try stats.save(to: path)
            #expect(lines(at: path).count == 2)
            let line = try JSONValue(json: lines(at: path)[0])
            #expect(line["timestamp"] == "2023-11-14T22:13:20.250Z")
            #expect(line["prompt_tokens"] == 1)
            #expect(throws: ConfigurationError.self) { try stats.save(to: directory) }
        }
    }
}
