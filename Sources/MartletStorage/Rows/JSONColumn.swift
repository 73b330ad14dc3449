import GRDB
import MartletAPI

/// Reads and writes the columns that hold JSON.
enum JSONColumn {
    /// - Throws: `JSONError` when the value cannot be written: a number that is none.
    static func text(_ value: some JSONFieldValue) throws -> String {
        var writer = JSONWriter()
        value.write(to: &writer)
        return String(decoding: try writer.finish(), as: UTF8.self)
    }

    /// - Throws: ``StorageError`` with ``StorageError/Code/corrupt``.
    static func value<Value: JSONConvertible>(
        _ type: Value.Type = Value.self, _ column: String, of row: Row
    ) throws -> Value? {
        guard let text: String = row[column] else { return nil }
        do throws(JSONError) {
            return try Value(json: text)
        } catch {
            throw StorageError(.corrupt, "The column \(column) of the database holds no valid JSON: \(error)")
        }
    }

    /// - Throws: ``StorageError`` with ``StorageError/Code/corrupt``.
    static func object(_ column: String, of row: Row) throws -> JSONObject {
        try value(JSONValue.self, column, of: row)?.objectValue ?? [:]
    }

    /// - Throws: ``StorageError`` with ``StorageError/Code/corrupt``.
    static func array(_ column: String, of row: Row) throws -> [JSONValue] {
        try value(JSONValue.self, column, of: row)?.arrayValue ?? []
    }
}
