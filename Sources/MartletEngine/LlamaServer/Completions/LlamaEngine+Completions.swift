import Martlet
import MartletAPI
public import MartletServer
import NIOCore

import struct Foundation.Date

extension LlamaEngine {
    /// Texts that are wanted whole are made at the same time, as many as the child has slots; those of a stream one after
    /// the other.
    public func complete(_ request: EngineCompletionRequest) async throws -> EngineAnswer {
        let model = try await model(request.model, for: [.chat])
        let prepared = try LlamaCompletionRequest(request.completion)
        let id = CompletionID(rawValue: "cmpl-\(LlamaServerKey.random().prefix(24))")
        return try await withChild(of: model, for: "prompt") { lease, client in
            let begin = { @Sendable (jobs: [LlamaCompletionRequest.Job], translatesErrors: Bool) async throws in
                CompletionChunks(
                    request: prepared, jobs: jobs, id: id, model: request.model, lease: lease, client: client,
                    first: try await client.completions.stream(jobs[0].request), translatesErrors: translatesErrors,
                    created: Int(Date().timeIntervalSince1970))
            }
            if request.isStreamed { return .streamed(EncodedChunks(chunks: try await begin(prepared.jobs, true))) }
            let texts = try await prepared.jobs.concurrentMap(limit: max(1, lease.lease.slots)) { job in
                try await begin([job], false).collect()
            }
            return .whole(ByteBuffer(bytes: try Self.completion(of: texts, for: prepared).jsonBytes()))
        }
    }

    /// The answer of all texts; of several tries the likeliest.
    private static func completion(of texts: [Completion], for request: LlamaCompletionRequest) -> Completion {
        var result = texts[0]
        var usage = CompletionUsage()
        for text in texts {
            usage.completionTokens += text.usage?.completionTokens ?? 0
        }
        // A prompt is counted once, however many texts continue it.
        for first in stride(from: 0, to: texts.count, by: request.tries) {
            usage.promptTokens += texts[first].usage?.promptTokens ?? 0
        }
        usage.totalTokens = usage.promptTokens + usage.completionTokens
        result.usage = usage
        result.choices = stride(from: 0, to: texts.count, by: request.tries).flatMap { first in
            let tries = texts[first..<(first + request.tries)].flatMap(\.choices)
            guard request.tries > request.choices else { return tries }
            return tries.sorted { ($0.logprobs?.mean ?? 0) > ($1.logprobs?.mean ?? 0) }.prefix(request.choices)
                .map { $0 }
        }
        for position in result.choices.indices {
            result.choices[position].index = position
            if request.original.logprobs == nil { result.choices[position].logprobs = nil }
        }
        return result
    }
}
