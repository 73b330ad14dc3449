import MartletAPI

/// Which rows of a segment pass a filter.
struct RowMask {
    private(set) var passes: ContiguousArray<Bool>

    /// - Parameter columns: One for each member of the metadata that the filter asks for.
    init(_ filter: VectorFilter, columns: [String: MetadataColumn], rows: Int) {
        switch filter {
        case .member(let key, let comparison):
            guard let column = columns[key] else {
                passes = ContiguousArray(repeating: comparison.matches(nil), count: rows)
                return
            }
            let verdicts = column.values.map { comparison.matches($0) }
            passes = ContiguousArray(column.codes.lazy.map { verdicts[Int($0)] })
        case .all(let filters):
            passes = ContiguousArray(repeating: true, count: rows)
            for filter in filters {
                let other = RowMask(filter, columns: columns, rows: rows)
                for row in 0..<rows where !other.passes[row] { passes[row] = false }
            }
        case .any(let filters):
            passes = ContiguousArray(repeating: false, count: rows)
            for filter in filters {
                let other = RowMask(filter, columns: columns, rows: rows)
                for row in 0..<rows where other.passes[row] { passes[row] = true }
            }
        }
    }
}

extension VectorFilter {
    /// The members of the metadata that the filter asks for.
    var keys: Set<String> {
        switch self {
        case .member(let key, _): [key]
        case .all(let filters), .any(let filters): filters.reduce(into: []) { $0.formUnion($1.keys) }
        }
    }
}
