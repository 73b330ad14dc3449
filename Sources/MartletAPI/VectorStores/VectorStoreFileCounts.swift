/// How many files of a vector store, or of a batch, have which status.
public struct VectorStoreFileCounts: JSONConvertible, Hashable {
    /// Being read, or waiting for that.
    public var inProgress: Int
    /// Ready to be searched.
    public var completed: Int
    /// Not to be read.
    public var failed: Int
    /// Called off.
    public var cancelled: Int
    /// All of them.
    public var total: Int
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates counts.
    public init(inProgress: Int = 0, completed: Int = 0, failed: Int = 0, cancelled: Int = 0, total: Int = 0) {
        self.inProgress = inProgress
        self.completed = completed
        self.failed = failed
        self.cancelled = cancelled
        self.total = total
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "in_progress": try reader.readField(key, into: &inProgress, keepingIn: &additionalProperties)
            case "completed": try reader.readField(key, into: &completed, keepingIn: &additionalProperties)
            case "failed": try reader.readField(key, into: &failed, keepingIn: &additionalProperties)
            case "cancelled": try reader.readField(key, into: &cancelled, keepingIn: &additionalProperties)
            case "total": try reader.readField(key, into: &total, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("in_progress", inProgress)
            writer.field("completed", completed)
            writer.field("failed", failed)
            writer.field("cancelled", cancelled)
            writer.field("total", total)
        }
    }
}
