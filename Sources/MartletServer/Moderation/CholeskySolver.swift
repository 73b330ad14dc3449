/// Solves linear equations with a symmetric, positive definite matrix.
struct CholeskySolver {
    private let size: Int
    /// The lower triangle L with L·Lᵀ the matrix, row by row.
    private var lower: [Double]

    /// - Parameters:
    ///   - matrix: Row by row; only its lower triangle is read.
    ///   - size: The number of its rows.
    init(matrix: [Double], size: Int) {
        self.size = size
        lower = matrix
        lower.withUnsafeMutableBufferPointer { lower in
            for row in 0..<size {
                for column in 0...row {
                    var sum = lower[row * size + column]
                    for index in 0..<column { sum -= lower[row * size + index] * lower[column * size + index] }
                    if row == column {
                        // Rounding can make a pivot nothing; it must not become a division by zero.
                        lower[row * size + row] = max(sum, 1e-12).squareRoot()
                    } else {
                        lower[row * size + column] = sum / lower[column * size + column]
                    }
                }
            }
        }
    }

    /// Replaces the right sides by the solutions.
    ///
    /// - Parameter sides: As many rows as the matrix has, row by row, of `columns` numbers.
    func solve(_ sides: inout [Double], columns: Int) {
        for row in 0..<size {
            for index in 0..<row {
                let factor = lower[row * size + index]
                for column in 0..<columns { sides[row * columns + column] -= factor * sides[index * columns + column] }
            }
            for column in 0..<columns { sides[row * columns + column] /= lower[row * size + row] }
        }
        for row in (0..<size).reversed() {
            for index in (row + 1)..<max(row + 1, size) {
                let factor = lower[index * size + row]
                for column in 0..<columns { sides[row * columns + column] -= factor * sides[index * columns + column] }
            }
            for column in 0..<columns { sides[row * columns + column] /= lower[row * size + row] }
        }
    }
}
