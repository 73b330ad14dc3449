import GRDB
import MartletServer

/// What is kept as one row of a table, under an identifier of its own.
protocol StoredRow: Sendable {
    static var databaseTableName: String { get }
    /// - Throws: ``StorageError`` with ``StorageError/Code/corrupt``.
    init(storedIn row: Row) throws
    func columns() throws -> [String: (any DatabaseValueConvertible)?]
}

extension StoredRow {
    /// Adds a row.
    ///
    /// - Parameter extra: Columns that only the database knows of.
    func insert(into database: Database, with extra: [String: (any DatabaseValueConvertible)?] = [:]) throws {
        let columns = try checkedColumns().merging(extra) { $1 }.sorted { $0.key < $1.key }
        let names = columns.map(\.key).joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        try database.cachedStatement(sql: "INSERT INTO \(Self.databaseTableName) (\(names)) VALUES (\(places))")
            .execute(arguments: StatementArguments(columns.map(\.value)))
    }

    /// The columns. SQLite's texts end at the first U+0000: what is behind it would be lost in silence.
    ///
    /// - Throws: `PlatformError` with 400 when there is one. JSON in columns has it escaped.
    private func checkedColumns() throws -> [String: (any DatabaseValueConvertible)?] {
        let columns = try columns()
        for case let text as String in columns.values where text.utf8.contains(0) {
            throw PlatformError.nullCharacter
        }
        return columns
    }

    /// Writes all columns of the row with this identifier.
    func update(in database: Database, id: String) throws {
        try update(in: database, where: "id = ?", [id])
    }

    /// Writes all columns but the identifier of the rows that meet a condition.
    func update(in database: Database, where condition: String, _ arguments: StatementArguments) throws {
        let columns = try checkedColumns().filter { $0.key != "id" }.sorted { $0.key < $1.key }
        let assignments = columns.map { "\($0.key) = ?" }.joined(separator: ", ")
        try database.cachedStatement(sql: "UPDATE \(Self.databaseTableName) SET \(assignments) WHERE \(condition)")
            .execute(arguments: StatementArguments(columns.map(\.value)) + arguments)
    }

    /// The rows that a query gives.
    static func all(
        in database: Database, where condition: String, _ arguments: StatementArguments, tail: String = ""
    ) throws -> [Self] {
        try Row.fetchAll(
            database.cachedStatement(sql: "SELECT * FROM \(databaseTableName) WHERE \(condition) \(tail)"),
            arguments: arguments
        ).map { try Self(storedIn: $0) }
    }

    /// The one row that a query gives.
    static func one(
        in database: Database, where condition: String, _ arguments: StatementArguments
    ) throws -> Self? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT * FROM \(databaseTableName) WHERE \(condition) LIMIT 1"),
            arguments: arguments
        ).map { try Self(storedIn: $0) }
    }

    /// A page of the rows that meet a condition, in the order in which they were added.
    ///
    /// - Parameter list: What a row must meet to be a cursor, where that is less: a file that has left a state still has its
    ///   place among those that are in it. Nil for the condition.
    /// - Throws: `PlatformError` with 400 when a cursor names none of them.
    static func page(
        in database: Database, where condition: String, _ arguments: StatementArguments, _ query: PageQuery,
        cursorsIn list: String? = nil, _ listArguments: StatementArguments = []
    ) throws -> StorePage<Self> {
        let (list, listArguments) = list.map { ($0, listArguments) } ?? (condition, arguments)
        func position(_ id: String, _ parameter: String) throws -> Int64 {
            let found = try Int64.fetchOne(
                database.cachedStatement(
                    sql: "SELECT position FROM \(databaseTableName) WHERE \(list) AND id = ?"),
                arguments: listArguments + [id])
            guard let found else { throw PlatformError.unknownCursor(id, parameter: parameter) }
            return found
        }
        let isAscending = query.order == .ascending
        var conditions = [condition]
        var arguments = arguments
        if let after = query.after {
            let after = try position(after, "after")
            conditions.append("position \(isAscending ? ">" : "<") ?")
            arguments += [after]
        }
        if let before = query.before {
            let before = try position(before, "before")
            conditions.append("position \(isAscending ? "<" : ">") ?")
            arguments += [before]
        }
        // A page that ends in front of something is read backwards, for it to be the one right in front of it.
        let isBackwards = query.before != nil && query.after == nil
        let ascends = isBackwards ? !isAscending : isAscending
        var tail = "ORDER BY position \(ascends ? "ASC" : "DESC")"
        if let limit = query.limit { tail += " LIMIT \(limit + 1)" }
        var items = try all(in: database, where: conditions.joined(separator: " AND "), arguments, tail: tail)
        let hasMore = query.limit.map { items.count > $0 } ?? false
        if hasMore { items.removeLast() }
        if isBackwards { items.reverse() }
        return StorePage(items, hasMore: hasMore)
    }
}
