import Martlet
import MartletAPI

/// A completion as it goes out, chunk by chunk: the texts one after the other, then the usage of all of them.
struct CompletionChunks: AsyncSequence, Sendable {
    typealias Element = Completion
    typealias Failure = any Error
    let request: LlamaCompletionRequest
    let jobs: [LlamaCompletionRequest.Job]
    let id: CompletionID
    let model: ModelID
    let lease: HeldLease
    let client: MartletClient
    /// The first job's stream, which has begun: an error before it is no part of the stream.
    let first: CompletionStream
    /// Whether errors are thrown as what the platform's client is told.
    let translatesErrors: Bool

    func makeAsyncIterator() -> Iterator {
        Iterator(chunks: self, stream: first.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        let chunks: CompletionChunks
        var stream: CompletionStream.Iterator?
        private var number = 0
        private var hasText = false
        private var offset = 0
        private var usage = CompletionUsage()
        private var isOver = false

        init(chunks: CompletionChunks, stream: CompletionStream.Iterator) {
            self.chunks = chunks
            self.stream = stream
        }

        mutating func next() async throws -> Completion? {
            do {
                while !isOver {
                    if let chunk = try await stream?.next() {
                        if let changed = change(chunk) { return changed }
                        continue
                    }
                    number += 1
                    guard number < chunks.jobs.count else {
                        isOver = true
                        return last
                    }
                    hasText = false
                    offset = 0
                    stream = try await chunks.client.completions.stream(chunks.jobs[number].request)
                        .makeAsyncIterator()
                }
                return nil
            } catch let error as MartletError where chunks.translatesErrors {
                throw LlamaErrors.platformError(for: error, parameter: "prompt")
            }
        }

        /// The usage of all texts, if it is wanted.
        private var last: Completion? {
            guard chunks.request.original.stream != true || chunks.request.original.streamOptions?.includeUsage == true
            else { return nil }
            return chunks.chunk(choices: [], usage: usage)
        }

        /// The engine's chunk with our identity, the place of its text, and the prompt before the first piece.
        private mutating func change(_ chunk: Completion) -> Completion? {
            guard chunk.additionalProperties["prompt_progress"] == nil else { return nil }
            if let added = chunk.usage {
                // A prompt is counted once, however many texts continue it.
                if number.isMultiple(of: chunks.request.tries) { usage.promptTokens += added.promptTokens }
                usage.completionTokens += added.completionTokens
                usage.totalTokens = usage.promptTokens + usage.completionTokens
            }
            let job = chunks.jobs[number]
            let choices = chunk.choices.map { choice in
                var choice = choice
                choice.index = job.index
                choice.logprobs = choice.logprobs?.inLegacyForm(offset: &offset)
                if chunks.request.original.logprobs == 0 { choice.logprobs?.topLogprobs = nil }
                if !hasText {
                    hasText = true
                    if chunks.request.original.echo == true { choice.text = job.prompt + choice.text }
                }
                return choice
            }
            return choices.isEmpty ? nil : chunks.chunk(choices: choices, usage: nil)
        }
    }

    private func chunk(choices: [CompletionChoice], usage: CompletionUsage?) -> Completion {
        var chunk = Completion(id: id, created: created, model: model, choices: choices, usage: usage)
        chunk.object = "text_completion"
        return chunk
    }

    let created: Int

    /// Reads the texts to their end and puts them together.
    func collect() async throws -> Completion {
        var accumulator = CompletionAccumulator()
        for try await chunk in self { try accumulator.add(chunk) }
        return accumulator.completion
    }
}
