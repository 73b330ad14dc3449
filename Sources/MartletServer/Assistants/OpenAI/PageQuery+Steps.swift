extension PageQuery {
    /// The page of a run's steps, of which there are never many.
    ///
    /// - Throws: ``PlatformError`` with 400 when a cursor names none of them.
    func page(of steps: [RunStep]) throws(PlatformError) -> StorePage<RunStep> {
        var items = (order == .ascending ? steps : steps.reversed())[...]
        if let after {
            guard let index = items.firstIndex(where: { $0.id == after }) else {
                throw .unknownCursor(after, parameter: "after")
            }
            items = items[(index + 1)...]
        }
        if let before {
            guard steps.contains(where: { $0.id == before }) else {
                throw .unknownCursor(before, parameter: "before")
            }
            items = items[..<(items.firstIndex { $0.id == before } ?? items.startIndex)]
        }
        let count = limit ?? items.count
        // The page in front of something is the one right in front of it.
        let page = before != nil && after == nil ? items.suffix(count) : items.prefix(count)
        return StorePage(Array(page), hasMore: items.count > count)
    }
}
