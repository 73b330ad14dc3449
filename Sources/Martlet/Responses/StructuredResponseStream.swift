public import MartletAPI

/// A streamed response of a type: as much of it as can be known, each time that this is more than before.
///
/// ```swift
/// for try await snapshot in try await client.responses.stream(request, as: Recipe.self) {
///     print(snapshot.json["ingredients"]?.arrayValue?.count ?? 0)
/// }
/// ```
///
/// It ends as a ``ResponseStream`` does, and throws moreover what ``ResponsesResource/create(_:as:schema:options:)``
/// throws for an answer that is refused, cut off or not of the type. The last snapshot has the decoded value. It can be
/// iterated once.
public struct StructuredResponseStream<Value: Decodable & Sendable>: AsyncSequence, Sendable {
    public typealias Failure = any Error

    /// What can be said of the answer at some moment.
    public struct Snapshot: Sendable {
        /// The answer as far as it has come: strings may be cut, members may be missing.
        public var json: JSONValue
        /// The decoded answer; nil until it is complete.
        public var value: Value?
        /// The whole response, with its usage; nil until it is complete.
        public var response: ResponseObject?
    }

    public typealias Element = Snapshot

    /// What came with the answer's head.
    public var metadata: ResponseMetadata { stream.metadata }
    private let stream: ResponseStream
    private let format: OutputFormat<Value>

    init(_ stream: ResponseStream, format: OutputFormat<Value>) {
        self.stream = stream
        self.format = format
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: stream.makeAsyncIterator(), format: format)
    }

    /// Reads the stream to its end.
    ///
    /// - Throws: As iteration does.
    public func collect() async throws -> StructuredResponse<Value> {
        var last: Snapshot?
        for try await snapshot in self { last = snapshot }
        guard let value = last?.value, let response = last?.response else {
            throw MartletError(.alreadyConsumed, "The stream was read before.")
        }
        return StructuredResponse(value: value, response: response)
    }

    /// Delivers the snapshots.
    public struct Iterator: AsyncIteratorProtocol {
        private var base: ResponseStream.Iterator
        private let format: OutputFormat<Value>
        private var partial = PartialJSON()
        private var accumulator = ResponseAccumulator()
        private var latest: JSONValue?
        private var isOver = false

        init(base: ResponseStream.Iterator, format: OutputFormat<Value>) {
            self.base = base
            self.format = format
        }

        /// The next snapshot; nil after the one with the decoded value.
        ///
        /// - Throws: See ``StructuredResponseStream``. After an error the stream is over.
        public mutating func next() async throws -> Snapshot? {
            while !isOver {
                guard let event = try await base.next() else {
                    isOver = true
                    return try last()
                }
                try add(event)
                guard !event.text.isEmpty else { continue }
                partial.append(event.text)
                // White space between members says nothing new.
                guard let json = partial.value, json != latest else { continue }
                latest = json
                return Snapshot(json: json)
            }
            return nil
        }

        private func last() throws(MartletError) -> Snapshot {
            guard let response = accumulator.response else {
                throw MartletError(.decoding, "The stream ended without a response.")
            }
            let answer = try format.read(response)
            let json = (try? JSONValue(json: response.outputText)) ?? latest ?? .null
            return Snapshot(json: json, value: answer.value, response: response)
        }

        private mutating func add(_ event: ResponseStreamEvent) throws(MartletError) {
            do throws(AccumulatorError) {
                try accumulator.add(event)
            } catch {
                isOver = true
                throw MartletError.tooLarge(error, after: accumulator)
            }
        }
    }
}
