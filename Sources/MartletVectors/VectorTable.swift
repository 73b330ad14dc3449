package import MartletAPI

/// Vectors in memory, to be searched exactly.
///
/// Rows lie in contiguous segments. ``snapshot()`` costs nothing and stays as it is; a change copies the segment that it
/// touches when a snapshot still refers to it, and else is made in place. So searches and changes never wait for each
/// other, and a search sees either all of a change or nothing of it.
///
/// A value: give it an owner with a lock.
package struct VectorTable: Sendable {
    package let shape: VectorShape
    private var segments: [VectorSegment] = []
    /// Each vector's row: its segment's position times ``VectorShape/segmentRows``, plus its place there.
    private var rowOf: [VectorID: Int] = [:]
    private var textBytes = 0

    package init(shape: VectorShape) { self.shape = shape }

    /// How many vectors there are.
    package var count: Int { rowOf.count }

    /// The memory in use, in bytes: rows exactly, what is kept beside them by estimate.
    package var bytes: Int {
        segments.reduce(0) { $0 + $1.bytes } + textBytes + count * 160
    }

    package func reserving(_ rows: Int) -> VectorTable {
        var table = self
        table.rowOf.reserveCapacity(rows)
        return table
    }

    /// The vectors as they are now.
    package func snapshot() -> VectorSnapshot { VectorSnapshot(shape: shape, segments: segments, count: count) }

    // MARK: Changing

    /// Puts a vector in, in place of one with the same id.
    ///
    /// - Parameters:
    ///   - vector: As long as the shape says.
    ///   - metadata: A JSON object as text; empty for none.
    package mutating func put(_ id: VectorID, _ vector: UnsafeBufferPointer<Float>, metadata: String) {
        if let row = rowOf[id] {
            let (segment, index) = place(row)
            textBytes += metadata.utf8.count - segments[segment].metadata[index].utf8.count
            makeUnique(segment)
            segments[segment].replace(index, vector, metadata: metadata)
            return
        }
        makeRoom()
        let segment = segments.count - 1
        rowOf[id] = segment * shape.segmentRows + segments[segment].count
        segments[segment].append(id, vector, metadata: metadata)
        textBytes += metadata.utf8.count + 2 * id.rawValue.utf8.count
    }

    /// Changes a vector's metadata, if there is the vector.
    package mutating func setMetadata(_ metadata: String, of id: VectorID) {
        guard let row = rowOf[id] else { return }
        let (segment, index) = place(row)
        textBytes += metadata.utf8.count - segments[segment].metadata[index].utf8.count
        makeUnique(segment)
        segments[segment].replaceMetadata(index, metadata)
    }

    /// Takes a vector out, if there is one. The last row takes its place.
    package mutating func remove(_ id: VectorID) {
        guard let row = rowOf.removeValue(forKey: id) else { return }
        let (segment, index) = place(row)
        textBytes -= segments[segment].metadata[index].utf8.count + 2 * id.rawValue.utf8.count
        let last = segments.count - 1
        if segment != last || index != segments[last].count - 1 {
            makeUnique(segment)
            segments[segment].replace(index, withLastOf: segments[last])
            rowOf[segments[segment].ids[index]] = row
        }
        makeUnique(last)
        segments[last].removeLast()
        if segments[last].count == 0 { segments.removeLast() }
    }

    private func place(_ row: Int) -> (segment: Int, index: Int) {
        (row / shape.segmentRows, row % shape.segmentRows)
    }

    private mutating func makeUnique(_ index: Int) {
        guard !isKnownUniquelyReferenced(&segments[index]) else { return }
        segments[index] = VectorSegment(copying: segments[index], capacity: segments[index].capacity)
    }

    /// Sees to it that the last segment has a free row and is nobody else's.
    private mutating func makeRoom() {
        // No reference but the array's is held here: it would make the segment look shared.
        let last = segments.count - 1
        if last < 0 || segments[last].count == shape.segmentRows {
            // Small tables stay small: their segment begins small and doubles.
            let capacity = segments.isEmpty ? min(16, shape.segmentRows) : shape.segmentRows
            segments.append(VectorSegment(capacity: capacity, shape: shape))
        } else if segments[last].isFull {
            let capacity = min(segments[last].capacity * 2, shape.segmentRows)
            segments[last] = VectorSegment(copying: segments[last], capacity: capacity)
        } else {
            makeUnique(last)
        }
    }
}
