public import MartletAPI

/// A streamed answer of a type: as much of it as can be known, each time that this is more than before.
///
/// ```swift
/// for try await snapshot in try await client.chat.completions.stream(request, as: Recipe.self) {
///     print(snapshot.json["ingredients"]?.arrayValue?.count ?? 0)
/// }
/// ```
///
/// It ends as a ``ChatCompletionStream`` does, and throws moreover what
/// ``ChatCompletionsResource/create(_:as:schema:options:)`` throws for an answer that is refused, cut off or not of the
/// type. The last snapshot has the decoded value. It can be iterated once.
public struct StructuredStream<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    public typealias Failure = any Error

    /// What can be said of the answer at some moment.
    public struct Snapshot: Sendable {
        /// The answer as far as it has come: strings may be cut, members may be missing.
        public var json: JSONValue
        /// The decoded answer; nil until it is complete.
        public var value: Value?
        /// The whole completion, with its usage; nil until it is complete.
        public var completion: ChatCompletion?
    }

    public typealias Element = Snapshot

    /// What came with the answer's head.
    public var metadata: ResponseMetadata { stream.metadata }
    private let stream: ChatCompletionStream
    private let format: OutputFormat<Value>

    init(_ stream: ChatCompletionStream, format: OutputFormat<Value>) {
        self.stream = stream
        self.format = format
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: stream.makeAsyncIterator(), format: format)
    }

    /// Reads the stream to its end.
    ///
    /// - Throws: As iteration does.
    public func collect() async throws -> StructuredCompletion<Value> {
        var last: Snapshot?
        for try await snapshot in self { last = snapshot }
        guard let value = last?.value, let completion = last?.completion else {
            throw MartletError(.alreadyConsumed, "The stream was read before.")
        }
        return StructuredCompletion(value: value, completion: completion)
    }

    /// Delivers the snapshots.
    public struct Iterator: AsyncIteratorProtocol {
        private var base: ChatCompletionStream.Iterator
        private let format: OutputFormat<Value>
        private var partial = PartialJSON()
        private var accumulator = ChatCompletionAccumulator()
        private var latest: JSONValue?
        private var isOver = false

        init(base: ChatCompletionStream.Iterator, format: OutputFormat<Value>) {
            self.base = base
            self.format = format
        }

        /// The next snapshot; nil after the one with the decoded value.
        ///
        /// - Throws: See ``StructuredStream``. After an error the stream is over.
        public mutating func next() async throws -> Snapshot? {
            while !isOver {
                guard let chunk = try await base.next() else {
                    isOver = true
                    partial.finish()
                    let answer = try format.read(accumulator.completion)
                    return Snapshot(
                        json: partial.value ?? .null, value: answer.value, completion: answer.completion)
                }
                try add(chunk)
                let piece = chunk.choices.filter { $0.index == 0 }.compactMap(\.delta.content).joined()
                guard !piece.isEmpty else { continue }
                partial.append(piece)
                // White space between members says nothing new.
                guard let json = partial.value, json != latest else { continue }
                latest = json
                return Snapshot(json: json)
            }
            return nil
        }

        private mutating func add(_ chunk: ChatCompletionChunk) throws(MartletError) {
            do throws(AccumulatorError) {
                try accumulator.add(chunk)
            } catch {
                isOver = true
                var tooLarge = MartletError(.responseTooLarge, error.description, cause: error)
                tooLarge.partial = accumulator.completion
                throw tooLarge
            }
        }
    }
}

extension ChatCompletionsResource {
    /// Asks for an answer of a type and delivers as much of it as can be known, as it comes.
    ///
    /// - Parameters: As for ``create(_:as:schema:options:)``.
    /// - Throws: As ``stream(_:options:)``; ``MartletError/Code/invalidArgument`` when no schema can be made from the type.
    public func stream<Value: Decodable & Sendable>(
        _ request: ChatCompletionRequest, as type: Value.Type, schema: JSONSchema? = nil,
        options: RequestOptions? = nil
    ) async throws -> StructuredStream<Value> {
        let format = try OutputFormat<Value>(schema: schema)
        var request = request
        request.responseFormat = format.responseFormat
        return StructuredStream(try await stream(request, options: options), format: format)
    }
}
