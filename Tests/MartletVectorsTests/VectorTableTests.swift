import MartletAPI
import Testing

@testable import MartletVectors

struct VectorTableTests {
    /// What a search has to find, by sorting everything.
    static func expected(
        _ query: [Float], in vectors: [(id: VectorID, values: [Float], metadata: JSONObject)], _ metric: VectorMetric,
        topK: Int, filter: VectorFilter? = nil
    ) -> [(id: VectorID, score: Float)] {
        var scored: [(id: VectorID, score: Float)] = []
        for vector in vectors where filter?.matches(vector.metadata) ?? true {
            scored.append((id: vector.id, score: score(query, vector.values, metric)))
        }
        scored.sort { $0.score == $1.score ? $0.id.rawValue < $1.id.rawValue : $0.score > $1.score }
        return Array(scored.prefix(topK))
    }

    static func score(_ a: [Float], _ b: [Float], _ metric: VectorMetric) -> Float {
        var (dot, square, other, distance) = (0.0, 0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            dot += Double(x) * Double(y)
            square += Double(x) * Double(x)
            other += Double(y) * Double(y)
            distance += Double(x - y) * Double(x - y)
        }
        switch metric {
        case .cosine: return square > 0 && other > 0 ? Float(dot / (square * other).squareRoot()) : 0
        case .euclidean: return Float(1 / (1 + distance.squareRoot()))
        default: return Float(dot)
        }
    }

    static func random(_ dimension: Int, _ generator: inout SeededGenerator) -> [Float] {
        (0..<dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    @Test(
        arguments: [VectorMetric.cosine, .euclidean, .dotProduct],
        [1, 2, 3, 15, 16, 17, 31, 32, 33, 48, 100, 384])
    func `a search finds what sorting everything finds`(_ metric: VectorMetric, _ dimension: Int) {
        var generator = SeededGenerator(seed: UInt64(dimension))
        var table = VectorTable(shape: VectorShape(dimension: dimension, metric: metric))
        var all: [(id: VectorID, values: [Float], metadata: JSONObject)] = []
        for index in 0..<150 {
            let vector = Self.random(dimension, &generator)
            table.put(VectorID(rawValue: "v\(index)"), vector)
            all.append((VectorID(rawValue: "v\(index)"), vector, [:]))
        }
        for topK in [1, 7, 150, 1_000] {
            let query = Self.random(dimension, &generator)
            let found = table.snapshot().search(query, topK: topK)
            let expected = Self.expected(query, in: all, metric, topK: topK)
            #expect(found.count == expected.count)
            for (match, wanted) in zip(found, expected) {
                #expect(abs(match.score - wanted.score) < 1e-4)
            }
            #expect(Set(found.map(\.id)) == Set(expected.map(\.id)) || topK < 150)
        }
    }

    @Test func `equal scores come by id`() {
        var table = VectorTable(shape: VectorShape(dimension: 2, metric: .cosine))
        for id in ["d", "b", "a", "e", "c"] { table.put(VectorID(rawValue: id), [1, 0]) }
        #expect(table.snapshot().search([1, 0], topK: 3).map(\.id) == ["a", "b", "c"])
    }

    @Test func `a vector without a length has the score 0 by cosine`() {
        var table = VectorTable(shape: VectorShape(dimension: 2, metric: .cosine))
        table.put("zero", [0, 0])
        table.put("against", [-1, 0])
        let found = table.snapshot().search([1, 0], topK: 2)
        #expect(found.map(\.id) == ["zero", "against"])
        #expect(found.map(\.score) == [0, -1])
        #expect(table.snapshot().search([0, 0], topK: 2).map(\.score) == [0, 0])
    }

    @Test func `products too large for a float still have a place`() {
        var table = VectorTable(shape: VectorShape(dimension: 2, metric: .dotProduct))
        table.put("large", [.greatestFiniteMagnitude, .greatestFiniteMagnitude])
        table.put("small", [1, 1])
        let found = table.snapshot().search([.greatestFiniteMagnitude, .greatestFiniteMagnitude], topK: 2)
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.score.isFinite })
        #expect(found.first?.id == "large")
    }

    @Test func `values come back as they were put in, also by cosine`() {
        var table = VectorTable(shape: VectorShape(dimension: 3, metric: .cosine))
        table.put("a", [3, 4, 5], metadata: #"{"n":1}"#)
        let found = table.snapshot().search([1, 1, 1], topK: 1, includesValues: true)
        #expect(found.first?.values == [3, 4, 5])
        #expect(found.first?.metadata == #"{"n":1}"#)
    }

    @Test func `a snapshot stays as it is while the table changes`() {
        var table = VectorTable(shape: VectorShape(dimension: 1, metric: .dotProduct))
        for index in 0..<100 { table.put(VectorID(rawValue: "v\(index)"), [Float(index)]) }
        let before = table.snapshot()
        for index in 0..<100 where index % 2 == 0 { table.remove(VectorID(rawValue: "v\(index)")) }
        table.put("v99", [-1])
        table.put("new", [1_000])
        #expect(before.count == 100)
        #expect(before.search([1], topK: 2).map(\.id) == ["v99", "v98"])
        #expect(table.count == 51)
        #expect(table.snapshot().search([1], topK: 2).map(\.id) == ["new", "v97"])
    }

    /// A table does what a dictionary does, whatever is done to it in whatever order.
    @Test(arguments: 1...6)
    func `puts, changes and removals in any order leave what a dictionary holds`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        // Segments of 16 rows: rows move from one to another.
        let shape = VectorShape(dimension: 40_000, metric: .euclidean)
        #expect(shape.segmentRows == 16)
        var table = VectorTable(shape: shape)
        var known: [VectorID: (value: Float, metadata: String)] = [:]
        var held: [VectorSnapshot] = []
        for step in 0..<400 {
            let id = VectorID(rawValue: "v\(Int.random(in: 0..<60, using: &generator))")
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5:
                let value = Float(step)
                table.put(id, [Float](repeating: value, count: 40_000), metadata: #"{"s":\#(step)}"#)
                known[id] = (value, #"{"s":\#(step)}"#)
            case 5..<6:
                table.setMetadata(#"{"m":\#(step)}"#, of: id)
                if known[id] != nil { known[id]?.metadata = #"{"m":\#(step)}"# }
            case 6..<7: held = [table.snapshot()]
            default:
                table.remove(id)
                known[id] = nil
            }
            #expect(table.count == known.count)
        }
        let found = table.snapshot().search(
            [Float](repeating: 0, count: 40_000), topK: 1_000, includesValues: true)
        #expect(Set(found.map(\.id)) == Set(known.keys))
        for match in found {
            #expect(match.values?.first == known[match.id]?.value)
            #expect(match.values?.last == known[match.id]?.value)
            #expect(match.metadata == known[match.id]?.metadata)
        }
        withExtendedLifetime(held) {}
        for id in known.keys { table.remove(id) }
        #expect(table.count == 0)
        #expect(table.snapshot().search([Float](repeating: 0, count: 40_000), topK: 5).isEmpty)
        #expect(table.bytes == 0)
    }

    @Test(arguments: [1, 2, 3, 8])
    func `a search in parts finds the same`(_ threads: Int) {
        var generator = SeededGenerator(seed: 9)
        var table = VectorTable(shape: VectorShape(dimension: 30_000, metric: .cosine))
        for index in 0..<100 { table.put(VectorID(rawValue: "v\(index)"), Self.random(30_000, &generator)) }
        let (query, snapshot) = (Self.random(30_000, &generator), table.snapshot())
        let parts = snapshot.parts(threads)
        // Segments of 17 rows.
        #expect(parts.count == min(threads, 6))
        let found = snapshot.matches(
            parts.map { snapshot.search(query, topK: 10, filter: nil, in: $0) }, topK: 10, false)
        #expect(found.map(\.id) == snapshot.search(query, topK: 10).map(\.id))
    }

    @Test func `a filter is applied before scoring, and again after changes`() {
        var table = VectorTable(shape: VectorShape(dimension: 1, metric: .dotProduct))
        for index in 0..<1_000 {
            table.put(
                VectorID(rawValue: "v\(index)"), [Float(index)],
                metadata: #"{"user":"u\#(index % 10)","n":\#(index),"tags":["t\#(index % 3)"]}"#)
        }
        table.put("bare", [5_000])
        func found(_ filter: VectorFilter, topK: Int = 3) -> [VectorID] {
            table.snapshot().search([1], topK: topK, filter: filter).map(\.id)
        }
        #expect(found(.equal("user", "u7")) == ["v997", "v987", "v977"])
        #expect(found(.member("n", .less(3)), topK: 10) == ["v2", "v1", "v0"])
        #expect(found(.all([.equal("user", "u7"), .equal("tags", "t0")])).first == "v987")
        #expect(found(.any([.equal("n", 1), .member("user", .exists(false))])) == ["bare", "v1"])
        #expect(found(.equal("user", "nobody")).isEmpty)
        table.setMetadata(#"{"user":"u8"}"#, of: "v997")
        #expect(found(.equal("user", "u7")) == ["v987", "v977", "v967"])
        table.remove("v987")
        #expect(found(.equal("user", "u7")) == ["v977", "v967", "v957"])
        table.put("v1001", [9_999], metadata: #"{"user":"u7"}"#)
        #expect(found(.equal("user", "u7")) == ["v1001", "v977", "v967"])
        #expect(found(.equal("us\\er", "u7")).isEmpty)
    }

    @Test func `a member whose name is escaped in JSON is found`() {
        var table = VectorTable(shape: VectorShape(dimension: 1, metric: .dotProduct))
        table.put("a", [1], metadata: #"{"k\"ey":"x","é":1}"#)
        #expect(table.snapshot().search([1], topK: 1, filter: .equal("k\"ey", "x")).count == 1)
        #expect(table.snapshot().search([1], topK: 1, filter: .equal("é", 1)).count == 1)
    }

    @Test func `memory is accounted for, and small tables are small`() {
        var table = VectorTable(shape: VectorShape(dimension: 384, metric: .cosine))
        #expect(table.bytes == 0)
        table.put("a", [Float](repeating: 1, count: 384))
        #expect(table.bytes < 64 << 10)
        for index in 0..<2_000 { table.put(VectorID(rawValue: "\(index)"), [Float](repeating: 1, count: 384)) }
        #expect(table.bytes > 2_000 * 384 * 4)
    }
}

extension VectorTable {
    fileprivate mutating func put(_ id: VectorID, _ vector: [Float], metadata: String = "") {
        vector.withUnsafeBufferPointer { put(id, $0, metadata: metadata) }
    }
}

/// SplitMix64: the same numbers every time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
