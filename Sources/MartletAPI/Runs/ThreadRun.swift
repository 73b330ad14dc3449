/// A run: an assistant's work on the answer to a thread.
///
/// The local platform writes exactly the members that PixiGPT documents, and leaves out the optional ones that are nil:
/// its Python client takes no others. ``lastError`` is therefore only sent to a client that asks for it.
public struct ThreadRun: JSONConvertible, Hashable {
    /// Identifies the run.
    public var id: RunID
    /// `thread.run`.
    public var object: String
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// The thread that is answered.
    public var threadID: ThreadID
    /// The assistant that answers.
    public var assistantID: AssistantID
    /// How far it is. Required.
    public var status: RunStatus
    /// The model that answers.
    public var model: ModelID
    /// The answer, once the run is completed.
    public var message: ThreadMessage?
    /// Why there is none, where the platform says so.
    public var lastError: RunError?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: RunID, createdAt: Int, threadID: ThreadID, assistantID: AssistantID, status: RunStatus, model: ModelID
    ) {
        self.id = id
        object = "thread.run"
        self.createdAt = createdAt
        self.threadID = threadID
        self.assistantID = assistantID
        self.status = status
        self.model = model
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", createdAt: 0, threadID: "", assistantID: "", status: "", model: "")
        var (hasId, hasStatus) = (false, false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "thread_id": try reader.readField(key, into: &threadID, keepingIn: &additionalProperties)
            case "assistant_id": try reader.readField(key, into: &assistantID, keepingIn: &additionalProperties)
            case "status": hasStatus = try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            case "last_error": try reader.readField(key, into: &lastError, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId else { throw JSONError(code: .missingField, message: "'id' is required") }
        guard hasStatus else { throw JSONError(code: .missingField, message: "'status' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("created_at", createdAt)
            writer.field("thread_id", threadID)
            writer.field("assistant_id", assistantID)
            writer.field("status", status)
            writer.field("model", model)
            writer.field("message", message)
            writer.field("last_error", lastError)
        }
    }
}
