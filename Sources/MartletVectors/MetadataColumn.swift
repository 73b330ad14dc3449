import MartletAPI

/// One member of the metadata of some rows: the values that occur, and which of them each row has.
///
/// A filter then looks at each value once and not at each row, and never reads a row's JSON again.
struct MetadataColumn: Sendable {
    /// The values that occur; the first one is nil, for rows without the member.
    private(set) var values: [JSONValue?] = [nil]
    /// For each row the position of its value.
    private(set) var codes: ContiguousArray<UInt32>
    private var codeOf: [JSONValue: UInt32] = [:]

    private init(rows: Int) { codes = ContiguousArray(repeating: 0, count: rows) }

    private mutating func set(_ value: JSONValue, at row: Int) {
        let code = codeOf[value] ?? UInt32(values.count)
        if Int(code) == values.count {
            values.append(value)
            codeOf[value] = code
        }
        codes[row] = code
    }

    /// Reads columns from the JSON texts of rows, in one pass.
    static func columns(of keys: Set<String>, in texts: ContiguousArray<String>) -> [String: MetadataColumn] {
        let keys = Array(keys)
        var columns = keys.map { _ in MetadataColumn(rows: texts.count) }
        for (row, text) in texts.enumerated() where !text.isEmpty {
            // The texts were written by this process: what cannot be read has none of the members.
            try? JSONReader.read(text.utf8) { (reader) throws(JSONError) in
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    if let index = keys.firstIndex(where: { key.isEqual(to: $0) }) {
                        columns[index].set(try reader.readValue(), at: row)
                    } else {
                        try reader.skipValue()
                    }
                }
            }
        }
        for index in columns.indices { columns[index].codeOf = [:] }
        return Dictionary(uniqueKeysWithValues: zip(keys, columns))
    }
}
