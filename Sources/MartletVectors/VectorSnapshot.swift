package import MartletAPI

/// The vectors of a table as they were at one moment.
package struct VectorSnapshot: Sendable {
    package let shape: VectorShape
    private let segments: [VectorSegment]
    /// How many vectors there are.
    package let count: Int

    init(shape: VectorShape, segments: [VectorSegment], count: Int) {
        self.shape = shape
        self.segments = segments
        self.count = count
    }

    /// A vector that a search found.
    package struct Match: Sendable {
        package let id: VectorID
        package let score: Float
        /// A JSON object as text; empty for none.
        package let metadata: String
        /// The vector, when it was asked for.
        package let values: [Float]?
    }

    /// What a search found in some of the segments.
    package struct Partial: Sendable {
        fileprivate var nearest: Nearest
    }

    /// The segments in as many parts as there are to be threads, or fewer.
    package func parts(_ count: Int) -> [Range<Int>] {
        let parts = max(1, min(count, segments.count))
        return (0..<parts).map { part in
            (segments.count * part / parts)..<(segments.count * (part + 1) / parts)
        }
    }

    /// Searches all segments.
    package func search(
        _ query: [Float], topK: Int, filter: VectorFilter? = nil, includesValues: Bool = false
    ) -> [Match] {
        matches([search(query, topK: topK, filter: filter, in: segments.indices)], topK: topK, includesValues)
    }

    /// Searches some of the segments.
    ///
    /// - Parameter query: As long as the shape says.
    package func search(_ query: [Float], topK: Int, filter: VectorFilter?, in part: Range<Int>) -> Partial {
        var nearest = Nearest(limit: topK)
        let scorer = Scorer(query, shape)
        for index in part {
            let segment = segments[index]
            // Filters come first: a row that does not pass is never looked at.
            scorer.score(segment, number: index, mask: filter.map { segment.mask($0) }, into: &nearest)
        }
        return Partial(nearest: nearest)
    }

    /// What the parts of a search found together, the closest first.
    package func matches(_ partials: [Partial], topK: Int, _ includesValues: Bool) -> [Match] {
        var nearest = Nearest(limit: topK)
        for partial in partials { nearest.merge(partial.nearest) }
        return nearest.sorted.map { candidate in
            let segment = segments[candidate.segment]
            return Match(
                id: candidate.id, score: candidate.score, metadata: segment.metadata[candidate.row],
                values: includesValues ? segment.vector(candidate.row) : nil)
        }
    }
}
