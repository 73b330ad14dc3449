import HTTPTypes
public import MartletAPI

extension IndexVectorsResource {
    // MARK: One vector

    /// Puts a vector into the index. One that is there with the same id is replaced, metadata and protection too.
    ///
    /// - Parameters:
    ///   - embedding: As many numbers as the index has dimensions.
    ///   - id: Identifies it within the index. Nil: the platform makes one up.
    ///   - metadata: The caller's own notes, which searches can filter by.
    ///   - deleteProtection: Whether it cannot be deleted until this is taken back.
    /// - Returns: The vector. When the answer leaves it out it is asked for; where it cannot be had yet, it is what was
    ///   sent.
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument``, with nothing sent, for an empty vector or id;
    ///   ``MartletError/Code/invalidRequest`` when its length is not the index's dimension;
    ///   ``MartletError/Code/reportedByServer`` when the platform says in a good answer that it failed;
    ///   ``MartletError/Code/notFound`` when there is no such index; `CancellationError`.
    @discardableResult
    public func upsert(
        embedding: [Float], id: VectorID? = nil, metadata: JSONObject = [:], deleteProtection: Bool = false,
        options: RequestOptions? = nil
    ) async throws -> Vector {
        try await upsert(
            VectorInput(embedding: embedding, metadata: metadata, deleteProtection: deleteProtection, id: id),
            options: options)
    }

    /// Puts a vector into the index; see ``upsert(embedding:id:metadata:deleteProtection:options:)``.
    @discardableResult
    public func upsert(_ vector: VectorInput, options: RequestOptions? = nil) async throws -> Vector {
        try Self.check([vector])
        let call = Call(
            operation: "upsert_vector", method: .post, endpoint: .vectorUpsert(index),
            body: try client.encode(VectorUpsertRequest(vectors: [vector])))
        let answer = try await one(call, options)
        var sent = Vector(id: "", embedding: vector.embedding)
        sent.metadata = vector.metadata
        sent.deleteProtection = vector.deleteProtection
        return try await self.vector(in: answer, id: vector.id, sent: sent, options)
    }

    /// Puts the vector of a text into the index. One that is there with the same id is replaced.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - model: The embedding model. GravixLayer's own platform requires it; the local one has a default.
    ///   - id: Identifies it within the index. Nil: the platform makes one up.
    ///   - metadata: The caller's own notes, which searches can filter by. The text is not among them unless it is put
    ///     there.
    ///   - deleteProtection: Whether it cannot be deleted until this is taken back.
    /// - Returns: The vector with the text. When the answer leaves the vector out it is asked for; where it cannot be had
    ///   yet, its embedding is empty.
    /// - Throws: As ``upsert(embedding:id:metadata:deleteProtection:options:)``.
    @discardableResult
    public func upsertText(
        text: String, model: ModelID? = nil, id: VectorID? = nil, metadata: JSONObject = [:],
        deleteProtection: Bool = false, options: RequestOptions? = nil
    ) async throws -> TextVector {
        try await upsertText(
            TextVectorInput(text: text, model: model, metadata: metadata, deleteProtection: deleteProtection, id: id),
            options: options)
    }

    /// Puts the vector of a text into the index; see
    /// ``upsertText(text:model:id:metadata:deleteProtection:options:)``.
    @discardableResult
    public func upsertText(_ text: TextVectorInput, options: RequestOptions? = nil) async throws -> TextVector {
        try Self.check([text])
        let call = Call(
            operation: "upsert_text_vector", method: .post, endpoint: .textVectorUpsert(index),
            body: try client.encode(TextVectorUpsertRequest(vectors: [text])), model: text.model?.rawValue)
        let answer = try await one(call, options)
        var sent = Vector(id: "", embedding: [])
        sent.metadata = text.metadata
        sent.deleteProtection = text.deleteProtection
        var vector = try await self.vector(in: answer, id: text.id, sent: sent, options)
        // The text and its model stand beside the vector, not in it.
        let model = vector.additionalProperties["model"]?.stringValue.map { ModelID(rawValue: $0) }
        for key in ["text", "model", "usage"] { vector.additionalProperties[key] = nil }
        return TextVector(vector: vector, text: text.text, model: text.model ?? model, usage: answer.usage)
    }

    private func one(_ call: Call, _ options: RequestOptions?) async throws -> VectorUpsertResponse {
        try await client.lenient(
            call, options: client.merged(options), none: VectorUpsertResponse(), others: \.additionalProperties
        ) { answer in
            // GravixLayer's client: "`failed_count` > 0 → error `errors[0]`".
            if (answer.failedCount ?? 0) > 0 || (answer.errors?.isEmpty == false && (answer.upsertedCount ?? 0) == 0) {
                return answer.errors?.first ?? "The platform could not put the vector in and does not say why."
            }
            return nil
        }
    }

    /// The vector that an upsert led to: the one in the answer, else the one that the index has.
    ///
    /// The answers of GravixLayer's platform differ with its age: `upserted_count`, `ids` and `count`, the vector itself,
    /// or the vector in a list.
    private func vector(
        in answer: VectorUpsertResponse, id: VectorID?, sent: Vector, _ options: RequestOptions?
    ) async throws -> Vector {
        if let vector = answer.vector { return vector }
        var sent = sent
        guard let id = id ?? answer.ids?.first ?? answer.vectors?.first?.id ?? answer.id else {
            throw MartletError(
                .decoding, "The platform took the vector and does not tell its id. Give an id to find it again.")
        }
        sent.id = id
        if let embedding = answer.embedding, !embedding.isEmpty {
            sent.embedding = embedding
            sent.metadata = answer.metadata ?? sent.metadata
            sent.createdAt = answer.createdAt
            sent.updatedAt = answer.updatedAt
            return sent
        }
        // GravixLayer's Node client waits 100 ms before it asks, and makes do with what was sent: what was just put in
        // may not be found at once.
        for wait in [Duration.zero, .milliseconds(100), .milliseconds(400)] {
            try await Task.sleep(for: wait)
            do {
                return try await get(id, options: options)
            } catch let error as MartletError where error.code == .notFound {
                continue
            }
        }
        return sent
    }

    // MARK: Many

    /// Puts vectors into the index, in one request.
    ///
    /// - Returns: How many were put in, and what was wrong with those that were not: some may be in and others not.
    /// - Throws: As ``upsert(embedding:id:metadata:deleteProtection:options:)``;
    ///   ``MartletError/Code/invalidArgument`` also when there are none; ``MartletError/Code/reportedByServer`` when none
    ///   was put in.
    public func batchUpsert(
        _ vectors: [VectorInput], options: RequestOptions? = nil
    ) async throws -> VectorBatchResponse {
        try Self.check(vectors)
        let call = Call(
            operation: "upsert_vectors", method: .post, endpoint: .vectorBatch(index),
            body: try client.encode(VectorUpsertRequest(vectors: vectors)))
        return try await many(call, options)
    }

    /// Puts the vectors of texts into the index, in one request.
    ///
    /// - Returns: As ``batchUpsert(_:options:)``, with what embedding cost where the platform says.
    /// - Throws: As ``batchUpsert(_:options:)``.
    public func batchUpsertText(
        _ texts: [TextVectorInput], options: RequestOptions? = nil
    ) async throws -> VectorBatchResponse {
        try Self.check(texts)
        let call = Call(
            operation: "upsert_text_vectors", method: .post, endpoint: .textVectorBatch(index),
            body: try client.encode(TextVectorUpsertRequest(vectors: texts)), model: texts.first?.model?.rawValue)
        return try await many(call, options)
    }

    private func many(_ call: Call, _ options: RequestOptions?) async throws -> VectorBatchResponse {
        var answer: VectorBatchResponse = try await client.lenient(
            call, options: client.merged(options), others: \.additionalProperties
        ) { answer in
            guard answer.upsertedCount == 0, answer.failedCount > 0 || !answer.errors.isEmpty else { return nil }
            return answer.errors.first ?? "The platform could not put any of the vectors in and does not say why."
        }
        // GravixLayer's Node client, "written against the live API", reads `ids` and `count` after an upsert.
        if answer.upsertedCount == 0, let count = answer.additionalProperties["count"]?.intValue {
            answer.upsertedCount = count
        }
        return answer
    }

    /// Puts any number of vectors into the index, some at a time, one request after the other.
    ///
    /// - Parameters:
    ///   - vectors: The vectors; they are taken while the requests go out.
    ///   - batchSize: How many go with one request. Default 500; less than 1 counts as 1.
    ///   - progress: Is told after each request what was done so far.
    /// - Returns: The sum of what the requests brought.
    /// - Throws: As ``batchUpsert(_:options:)``, and nothing when there are none. What was put in before stays and is in
    ///   ``MartletError/batch``: `upsertedCount` and `failedCount` together are how many vectors are done.
    @discardableResult
    public func upsertAll(
        _ vectors: some Sequence<VectorInput>, batchSize: Int = 500, options: RequestOptions? = nil,
        progress: (VectorBatchResponse) -> Void = { _ in }
    ) async throws -> VectorBatchResponse {
        try await inBatches(vectors, size: batchSize, progress: progress) { batch in
            try await batchUpsert(batch, options: options)
        }
    }

    /// Puts the vectors of any number of texts into the index, some at a time, one request after the other.
    ///
    /// - Parameters:
    ///   - texts: The texts; they are taken while the requests go out.
    ///   - batchSize: How many go with one request. Default 500; less than 1 counts as 1. A platform embeds a request's
    ///     texts while the client waits, see ``Timeouts/attempt``.
    ///   - progress: Is told after each request what was done so far.
    /// - Returns: The sum of what the requests brought.
    /// - Throws: As ``upsertAll(_:batchSize:options:progress:)``.
    @discardableResult
    public func upsertAllTexts(
        _ texts: some Sequence<TextVectorInput>, batchSize: Int = 500, options: RequestOptions? = nil,
        progress: (VectorBatchResponse) -> Void = { _ in }
    ) async throws -> VectorBatchResponse {
        try await inBatches(texts, size: batchSize, progress: progress) { batch in
            try await batchUpsertText(batch, options: options)
        }
    }

    private func inBatches<Input>(
        _ inputs: some Sequence<Input>, size: Int, progress: (VectorBatchResponse) -> Void,
        _ upsert: ([Input]) async throws -> VectorBatchResponse
    ) async throws -> VectorBatchResponse {
        var done = VectorBatchResponse(upsertedCount: 0)
        var batch: [Input] = []
        func send() async throws {
            do {
                let answer = try await upsert(batch)
                done.add(answer)
            } catch var error as MartletError {
                error.batch = done
                throw error
            }
            batch.removeAll(keepingCapacity: true)
            progress(done)
        }
        for input in inputs {
            batch.append(input)
            if batch.count >= max(1, size) { try await send() }
        }
        if !batch.isEmpty { try await send() }
        return done
    }

    // MARK: Checks

    private static func check(_ vectors: [VectorInput]) throws(MartletError) {
        guard !vectors.isEmpty else { throw MartletError(.invalidArgument, "There are no vectors to put in.") }
        if let position = vectors.firstIndex(where: \.embedding.isEmpty) {
            throw MartletError(.invalidArgument, "The embedding of vector \(position) is empty.")
        }
        try vectors.compactMap(\.id).checkNotEmpty()
    }

    private static func check(_ texts: [TextVectorInput]) throws(MartletError) {
        guard !texts.isEmpty else { throw MartletError(.invalidArgument, "There are no texts to put in.") }
        if let position = texts.firstIndex(where: \.text.isEmpty) {
            throw MartletError(.invalidArgument, "Text \(position) is empty.")
        }
        try texts.compactMap(\.id).checkNotEmpty()
    }
}

extension VectorBatchResponse {
    /// The first failures that a sum keeps; of the rest only the number.
    private static let maximumErrors = 100

    /// Adds what another request brought.
    package mutating func add(_ other: VectorBatchResponse) {
        upsertedCount += other.upsertedCount
        failedCount += other.failedCount
        errors += other.errors.prefix(max(0, Self.maximumErrors - errors.count))
        guard let usage = other.usage else { return }
        var sum = self.usage ?? EmbeddingUsage()
        sum.promptTokens += usage.promptTokens
        sum.totalTokens += usage.totalTokens
        self.usage = sum
    }
}
