import MartletAPI

/// The best of many candidates, in a bounded heap whose first element is the worst of them.
struct Nearest: Sendable {
    struct Candidate: Sendable {
        var score: Float
        var id: VectorID
        var segment: Int
        var row: Int

        /// Higher scores first, equal ones by id.
        func isBetter(than other: Candidate) -> Bool {
            score == other.score ? id.rawValue < other.id.rawValue : score > other.score
        }
    }

    private let limit: Int
    private var heap: ContiguousArray<Candidate> = []
    /// What a score must not be below to have a chance.
    private(set) var threshold = -Float.infinity

    init(limit: Int) {
        self.limit = limit
        heap.reserveCapacity(min(limit, 1_024))
    }

    mutating func offer(_ candidate: Candidate) {
        if heap.count < limit {
            heap.append(candidate)
            siftUp(heap.count - 1)
        } else if let worst = heap.first, candidate.isBetter(than: worst) {
            heap[0] = candidate
            siftDown(0)
        } else {
            return
        }
        if heap.count == limit, let worst = heap.first { threshold = worst.score }
    }

    mutating func merge(_ other: Nearest) {
        for candidate in other.heap { offer(candidate) }
    }

    /// The candidates, the best first.
    var sorted: [Candidate] { heap.sorted { $0.isBetter(than: $1) } }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent].isBetter(than: heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[worst].isBetter(than: heap[child]) { worst = child }
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
