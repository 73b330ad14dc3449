import MartletAPI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Tells vectors by how near they are to those of labelled texts, the prototypes.
///
/// Each prototype votes for each category with the nearness of its vector, `exp(-g·d²)` for a distance `d`. What its votes
/// weigh is not a matter of counting: the weights are those with which the prototypes themselves come out right (a ridge
/// regression over the nearnesses), so that ten sentences alike have the say of one, and what looks like a threat but is a
/// recipe pushes back. A softmax over the votes makes scores.
///
/// The constants were chosen by leaving prototypes out and classifying them by the others.
struct PrototypeSpace: Sendable {
    /// The nearness falls to 1/e at the mean distance of the prototypes, so that models with crowded vectors do as well.
    private static let breadth = 2.1
    /// How freely the weights may follow a single prototype.
    private static let ridge = 0.3
    /// How sharp the scores are: with this, of the prototypes left out that score 0.8 about 80 % are right.
    private static let sharpness = 12.0
    /// PixiGPT: `UNDERAGE_SEXUAL` "takes priority over every other label": also over one with a higher score.
    private static let priorityScore = 0.3

    private let dimensions: Int
    private let vectors: [Float]
    private let categories: [ModerationCategory]
    private let factor: Double
    /// One row for each prototype, one column for each category.
    private let weights: [Double]

    /// Nil when the vectors are of different lengths, or one has no direction.
    ///
    /// - Parameter prototypes: Vectors with their categories.
    init?(_ prototypes: [(vector: [Float], category: ModerationCategory)]) {
        guard let dimensions = prototypes.first?.vector.count, dimensions > 0 else { return nil }
        var vectors: [Float] = []
        for (vector, _) in prototypes {
            guard vector.count == dimensions, let unit = Self.unit(vector) else { return nil }
            vectors += unit
        }
        let count = prototypes.count
        // The mean of |a - b|² over all pairs of unit vectors is 2 - 2·|mean|².
        let mean = (0..<dimensions).map { column in
            (0..<count).reduce(0.0) { $0 + Double(vectors[$1 * dimensions + column]) } / Double(count)
        }
        let spread = 2 - 2 * mean.reduce(0) { $0 + $1 * $1 }
        let factor = spread > 1e-6 ? Self.breadth / spread : 1
        categories = ModerationCategory.all
        let categories = self.categories
        let members = Dictionary(prototypes.map { ($0.category, 1.0) }, uniquingKeysWith: +)
        var matrix = [Double](repeating: 0, count: count * count)
        vectors.withUnsafeBufferPointer { vectors in
            for row in 0..<count {
                for column in 0...row {
                    let cosine = Self.product(vectors, row * dimensions, vectors, column * dimensions, dimensions)
                    matrix[row * count + column] = exp(-factor * (2 - 2 * cosine))
                }
            }
        }
        var targets = [Double](repeating: -1 / Double(categories.count), count: count * categories.count)
        for (row, prototype) in prototypes.enumerated() {
            guard let column = categories.firstIndex(of: prototype.category) else { return nil }
            targets[row * categories.count + column] += 1
            // A category with few prototypes must not be outvoted by one with many.
            let share = Double(count) / Double(categories.count) / (members[prototype.category] ?? 1)
            matrix[row * count + row] += Self.ridge / share.squareRoot()
        }
        CholeskySolver(matrix: matrix, size: count).solve(&targets, columns: categories.count)
        weights = targets
        self.vectors = vectors
        self.dimensions = dimensions
        self.factor = factor
    }

    /// The scores of a vector, which add up to 1; nil when it has no direction, or another length than the prototypes'.
    func scores(of vector: [Float]) -> [ModerationCategory: Double]? {
        guard vector.count == dimensions, let unit = Self.unit(vector) else { return nil }
        var votes = [Double](repeating: 0, count: categories.count)
        vectors.withUnsafeBufferPointer { vectors in
            unit.withUnsafeBufferPointer { unit in
                for row in 0..<(vectors.count / dimensions) {
                    let cosine = Self.product(vectors, row * dimensions, unit, 0, dimensions)
                    let nearness = exp(-factor * (2 - 2 * cosine))
                    for column in votes.indices { votes[column] += nearness * weights[row * votes.count + column] }
                }
            }
        }
        let highest = votes.max() ?? 0
        let shares = votes.map { exp(Self.sharpness * ($0 - highest)) }
        let sum = shares.reduce(0, +)
        return Dictionary(uniqueKeysWithValues: zip(categories, shares.map { $0 / sum }))
    }

    /// The label that scores stand for.
    static func label(_ scores: [ModerationCategory: Double]) -> ModerationCategory {
        if scores[.underageSexual] ?? 0 >= priorityScore { return .underageSexual }
        return ModerationCategory.all.max { scores[$0] ?? 0 < scores[$1] ?? 0 } ?? .safe
    }

    private static func unit(_ vector: [Float]) -> [Float]? {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0 else { return nil }
        return vector.map { Float(Double($0) / length) }
    }

    private static func product(
        _ first: UnsafeBufferPointer<Float>, _ firstStart: Int, _ second: UnsafeBufferPointer<Float>,
        _ secondStart: Int, _ count: Int
    ) -> Double {
        var sum: Float = 0
        for index in 0..<count { sum += first[firstStart + index] * second[secondStart + index] }
        return Double(sum)
    }
}
