import MartletAPI
import Synchronization

/// Some rows of a table, in contiguous memory.
///
/// A segment is changed only by whoever is the only one to refer to it (`isKnownUniquelyReferenced`); searches hold their
/// own references meanwhile, so that what they read never changes, and nobody waits for anybody.
final class VectorSegment: @unchecked Sendable {
    // Unchecked: changed only while a single reference exists; `columns` has a lock of its own.

    let capacity: Int
    let shape: VectorShape
    private(set) var count = 0
    private let rows: SegmentMemory
    private(set) var ids: ContiguousArray<VectorID> = []
    /// Each row's metadata as JSON text; empty for none.
    private(set) var metadata: ContiguousArray<String> = []
    /// One over each row's length, 0 for a row without a length; only where the metric is the cosine.
    private(set) var inverseLengths: ContiguousArray<Float> = []
    /// What filters asked for before.
    private let columns = Mutex<[String: MetadataColumn]>([:])

    /// How many columns are kept. Filters of one caller ask for a few members of the metadata, again and again.
    private static let columnLimit = 16

    init(capacity: Int, shape: VectorShape) {
        self.capacity = capacity
        self.shape = shape
        rows = SegmentMemory(floats: capacity * shape.stride)
    }

    /// A copy, with room for as many rows or more.
    init(copying other: VectorSegment, capacity: Int) {
        self.capacity = capacity
        shape = other.shape
        rows = SegmentMemory(floats: capacity * shape.stride)
        count = other.count
        ids = other.ids
        metadata = other.metadata
        inverseLengths = other.inverseLengths
        rows.start.update(from: other.rows.start, count: count * shape.stride)
    }

    var isFull: Bool { count == capacity }

    /// The memory of the rows, in bytes; not of ids and metadata.
    var bytes: Int { rows.bytes }

    // MARK: Reading

    func row(_ index: Int) -> UnsafePointer<Float> { UnsafePointer(rows.start + index * shape.stride) }

    func vector(_ index: Int) -> [Float] { Array(UnsafeBufferPointer(start: row(index), count: shape.dimension)) }

    // MARK: Changing

    func append(_ id: VectorID, _ vector: UnsafeBufferPointer<Float>, metadata text: String) {
        ids.append(id)
        metadata.append(text)
        if shape.metric == .cosine { inverseLengths.append(0) }
        count += 1
        write(vector, at: count - 1)
        forgetColumns()
    }

    func replace(_ index: Int, _ vector: UnsafeBufferPointer<Float>, metadata text: String) {
        metadata[index] = text
        write(vector, at: index)
        forgetColumns()
    }

    func replaceMetadata(_ index: Int, _ text: String) {
        metadata[index] = text
        forgetColumns()
    }

    /// Puts the last row of another segment, or of this one, into a place that became free.
    func replace(_ index: Int, withLastOf other: VectorSegment) {
        let last = other.count - 1
        rows.start.advanced(by: index * shape.stride).update(from: other.row(last), count: shape.stride)
        ids[index] = other.ids[last]
        metadata[index] = other.metadata[last]
        if shape.metric == .cosine { inverseLengths[index] = other.inverseLengths[last] }
        forgetColumns()
    }

    func removeLast() {
        count -= 1
        ids.removeLast()
        metadata.removeLast()
        if shape.metric == .cosine { inverseLengths.removeLast() }
        forgetColumns()
    }

    private func write(_ vector: UnsafeBufferPointer<Float>, at index: Int) {
        guard let source = vector.baseAddress else { return }
        let row = rows.start + index * shape.stride
        row.update(from: source, count: shape.dimension)
        // The memory begins as zeros, and a row's end is never written: it stays zero.
        if shape.metric == .cosine { inverseLengths[index] = Kernel.inverseLength(vector) }
    }

    private func forgetColumns() {
        columns.withLock { if !$0.isEmpty { $0 = [:] } }
    }

    // MARK: Filtering

    /// Which rows pass a filter.
    func mask(_ filter: VectorFilter) -> RowMask {
        let keys = filter.keys
        let known = columns.withLock { $0 }
        let missing = keys.subtracting(known.keys)
        guard !missing.isEmpty else { return RowMask(filter, columns: known, rows: count) }
        let made = MetadataColumn.columns(of: missing, in: metadata)
        columns.withLock { columns in
            if columns.count + made.count > Self.columnLimit { columns = [:] }
            columns.merge(made) { $1 }
        }
        return RowMask(filter, columns: known.merging(made) { $1 }, rows: count)
    }
}
