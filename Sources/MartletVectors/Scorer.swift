import MartletAPI

/// Scores rows against one query.
struct Scorer {
    private let shape: VectorShape
    /// The query, as long as a row. For the cosine its length is 1.
    private let query: SegmentMemory

    init(_ vector: [Float], _ shape: VectorShape) {
        self.shape = shape
        query = SegmentMemory(floats: shape.stride)
        let scale = shape.metric == .cosine ? vector.withUnsafeBufferPointer { Kernel.inverseLength($0) } : 1
        for index in 0..<min(vector.count, shape.dimension) { query.start[index] = vector[index] * scale }
    }

    func score(_ segment: VectorSegment, number: Int, mask: RowMask?, into nearest: inout Nearest) {
        switch shape.metric {
        case .cosine:
            segment.inverseLengths.withUnsafeBufferPointer { lengths in
                each(segment, number, mask, &nearest) { row, index in
                    Kernel.dotProduct(query.start, row, floats: shape.stride) * lengths[index]
                }
            }
        case .euclidean:
            each(segment, number, mask, &nearest) { row, _ in
                1 / (1 + Kernel.squaredDistance(query.start, row, floats: shape.stride).squareRoot())
            }
        default:
            each(segment, number, mask, &nearest) { row, _ in
                Kernel.dotProduct(query.start, row, floats: shape.stride)
            }
        }
    }

    @inline(__always)
    private func each(
        _ segment: VectorSegment, _ number: Int, _ mask: RowMask?, _ nearest: inout Nearest,
        _ score: (UnsafePointer<Float>, Int) -> Float
    ) {
        var threshold = nearest.threshold
        for index in 0..<segment.count {
            if let mask, !mask.passes[index] { continue }
            let score = Self.comparable(score(segment.row(index), index))
            guard score >= threshold else { continue }
            nearest.offer(.init(score: score, id: segment.ids[index], segment: number, row: index))
            threshold = nearest.threshold
        }
    }

    /// Products of very large vectors are no numbers any more; they still have a place, and can be written as JSON.
    @inline(__always)
    private static func comparable(_ score: Float) -> Float {
        if score.isFinite { return score }
        return score == .infinity ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude
    }
}
