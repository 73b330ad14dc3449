import ArgumentParser
import Dispatch
import Foundation
import MartletAPI
import MartletVectors
import Synchronization

/// Exact search in memory, as the platform does it, without a platform around it.
struct VectorSearch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vector-search", abstract: "Search vectors in memory, one query at a time in each thread.")

    @Option(help: "A file of vectors: little-endian 32-bit floats, one after the other.")
    var vectors: String

    @Option(help: "A file of queries, in the same form.")
    var queries: String

    @Option(help: "How long a vector is.")
    var dimension: Int

    @Option(name: .customLong("top-k"), help: "How many hits of a query.")
    var topK = 10

    @Option(help: "How many threads search at the same time.")
    var threads = 1

    func run() throws {
        let before = ProcessMemory.resident ?? 0
        let start = ContinuousClock.now
        let table = try load()
        let loaded = (ContinuousClock.now - start) / .seconds(1)
        let resident = (ProcessMemory.resident ?? 0) - before
        let queries = try Self.floats(of: self.queries)
        let count = queries.count / dimension
        let asked = (0..<count).map { Array(queries[$0 * dimension..<($0 + 1) * dimension]) }
        let snapshot = table.snapshot()
        // Touches all of the memory once.
        _ = snapshot.search(asked[0], topK: topK)
        let found = Mutex([[Int]](repeating: [], count: count))
        let times = Mutex([Double](repeating: 0, count: count))
        let (threads, topK) = (threads, topK)
        let begun = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for number in stride(from: thread, to: count, by: threads) {
                let start = ContinuousClock.now
                let matches = snapshot.search(asked[number], topK: topK)
                let time = (ContinuousClock.now - start) / .seconds(1)
                times.withLock { $0[number] = time }
                found.withLock { $0[number] = matches.compactMap { Int($0.id.rawValue) } }
            }
        }
        let wall = (ContinuousClock.now - begun) / .seconds(1)
        let result = Result(
            count: count, wallSeconds: wall, querySeconds: times.withLock { $0 }, loadSeconds: loaded,
            memoryBytes: resident, found: found.withLock { $0 })
        FileHandle.standardOutput.write(try JSONEncoder().encode(result) + Data("\n".utf8))
    }

    private struct Result: Encodable {
        var count: Int
        /// All queries together.
        var wallSeconds: Double
        /// Each query alone.
        var querySeconds: [Double]
        /// From the file's bytes to what can be searched.
        var loadSeconds: Double
        var memoryBytes: Int
        /// The positions of the vectors that each query found.
        var found: [[Int]]
    }

    private func load() throws -> VectorTable {
        let floats = try Self.floats(of: vectors)
        let count = floats.count / dimension
        var table = VectorTable(shape: VectorShape(dimension: dimension, metric: .cosine)).reserving(count)
        floats.withUnsafeBufferPointer { floats in
            for number in 0..<count {
                table.put(
                    VectorID(rawValue: "\(number)"),
                    UnsafeBufferPointer(rebasing: floats[number * dimension..<(number + 1) * dimension]), metadata: "")
            }
        }
        return table
    }

    private static func floats(of path: String) throws -> [Float] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        return data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
            }
        }
    }
}
