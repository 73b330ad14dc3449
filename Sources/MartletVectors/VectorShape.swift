package import MartletAPI

/// What all vectors of a table have in common.
package struct VectorShape: Hashable, Sendable {
    /// How long they are.
    package let dimension: Int
    /// How closeness is measured.
    package let metric: VectorMetric
    /// How many floats lie from one row to the next: the dimension, filled up with zeros to whole cache lines.
    let stride: Int

    package init(dimension: Int, metric: VectorMetric) {
        self.dimension = dimension
        self.metric = metric
        stride = max(1, (dimension + 15) / 16) * 16
    }

    /// A segment is as large as one large page of memory, which a processor reads through faster.
    private static let segmentBytes = 2 << 20

    /// How many rows a full segment has.
    var segmentRows: Int { max(16, Self.segmentBytes / (stride * MemoryLayout<Float>.size)) }

    /// The memory that rows take, in bytes, with what is kept beside each.
    package func bytes(rows: Int) -> Int {
        let (bytes, overflow) = rows.multipliedReportingOverflow(by: stride * MemoryLayout<Float>.size + 160)
        return overflow ? .max : bytes
    }
}
