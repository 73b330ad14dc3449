import Martlet
import MartletAPI

/// Puts the lines of a file into an index, some at a time.
struct VectorImport: Sendable {
    /// The file; `-` is standard input.
    let path: String
    /// The embedding model of texts.
    let model: ModelID?
    /// Whether a text is kept in its vector's metadata.
    let keepsText: Bool
    /// How many go with one request.
    let batchSize: Int

    /// - Parameter progress: Is told how many lines are done.
    /// - Returns: The sum of what the requests brought.
    /// - Throws: ``CommandFailure`` for a line that is wrong, and for what the platform refuses once something was put in;
    ///   either says how much that is. ``MartletError`` when nothing was.
    func run(into index: IndexVectorsResource, progress: (Int) -> Void) async throws -> VectorBatchResponse {
        var done = VectorBatchResponse(upsertedCount: 0)
        do {
            var lines = try VectorLines(path, model: model, keepsText: keepsText)
            var batch: [VectorLine] = []
            func send() async throws {
                guard !batch.isEmpty else { return }
                try await self.send(batch, to: index, &done)
                batch.removeAll(keepingCapacity: true)
                progress(done.upsertedCount + done.failedCount)
            }
            while let line = try lines.next() {
                // One request has vectors or texts, not both.
                if let last = batch.last, last.isText != line.isText { try await send() }
                batch.append(line)
                if batch.count == batchSize { try await send() }
            }
            try await send()
            return done
        } catch let error where !(error is CancellationError) && done.upsertedCount > 0 {
            throw CommandFailure(ExitStatus(error), "\(error) Before that, \(done.upsertedCount) were put in.")
        }
    }

    private func send(
        _ batch: [VectorLine], to index: IndexVectorsResource, _ done: inout VectorBatchResponse
    ) async throws {
        if batch.first?.isText == true {
            done.add(try await index.batchUpsertText(batch.compactMap(\.text)))
        } else {
            done.add(try await index.batchUpsert(batch.compactMap(\.vector)))
        }
    }
}

extension VectorLine {
    fileprivate var text: TextVectorInput? {
        if case .text(let input) = self { input } else { nil }
    }

    fileprivate var vector: VectorInput? {
        if case .vector(let input) = self { input } else { nil }
    }

    fileprivate var isText: Bool { text != nil }
}
