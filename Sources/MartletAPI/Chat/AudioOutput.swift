/// Speech in an answer.
public struct AudioOutput: JSONConvertible, Hashable {
    /// Identifies the audio in later turns.
    public var id: String?
    /// The audio, in base64.
    public var data: String?
    /// When the server forgets it, in seconds since 1970.
    public var expiresAt: Int?
    /// What is said.
    public var transcript: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "data": try reader.readField(key, into: &data, keepingIn: &additionalProperties)
            case "expires_at": try reader.readField(key, into: &expiresAt, keepingIn: &additionalProperties)
            case "transcript": try reader.readField(key, into: &transcript, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("data", data)
            writer.field("expires_at", expiresAt)
            writer.field("transcript", transcript)
        }
    }
}
