import GRDB
import MartletAPI
import MartletServer

extension MessageAttachments {
    /// - Throws: ``StorageError`` with ``StorageError/Code/corrupt``.
    init(storedIn row: Row) throws {
        let object = try JSONColumn.object("attachments", of: row)
        func list<Value: JSONConvertible>(_ key: String) throws -> [Value] {
            try (object[key]?.arrayValue ?? []).map { try Value(json: $0.jsonBytes()) }
        }
        self.init(
            sources: try list("sources"), media: try list("media"), code: try list("code"),
            files: object["files"]?.arrayValue ?? [])
    }

    /// The column; nil when there are none.
    func column() throws -> String? {
        guard !isEmpty else { return nil }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("sources", sources)
            writer.field("media", media)
            writer.field("code", code)
            if !files.isEmpty { writer.field("files", files) }
        }
        return String(decoding: try writer.finish(), as: UTF8.self)
    }
}
