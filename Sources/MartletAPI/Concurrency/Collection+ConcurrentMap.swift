extension Collection where Element: Sendable, Self: Sendable {
    /// Transforms the elements, a bounded number at a time; the results are in the order of the elements.
    ///
    /// - Parameter limit: How many are transformed at a time; less than 1 counts as 1.
    /// - Throws: The first error of `transform`; the others are then cancelled.
    package func concurrentMap<Result: Sendable>(
        limit: Int, _ transform: @escaping @Sendable @concurrent (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: count)
            var rest = enumerated().makeIterator()
            var underway = 0
            func start() {
                guard let (position, element) = rest.next() else { return }
                underway += 1
                group.addTask { (position, try await transform(element)) }
            }
            for _ in 0..<Swift.max(1, limit) { start() }
            while underway > 0, let (position, result) = try await group.next() {
                underway -= 1
                results[position] = result
                start()
            }
            return results.compactMap(\.self)
        }
    }
}
