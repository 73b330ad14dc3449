/// An image or a sound that the platform's own tools made on the way to an answer.
public struct MediaAttachment: JSONConvertible, Hashable {
    /// Identifies it on the platform; PixiGPT's short form.
    public var id: String
    /// The tool that made it.
    public var source: AttachmentOrigin
    /// What it is.
    public var type: MediaAttachmentType
    /// Where it can be loaded from. PixiGPT: "temporary, valid 24 h".
    public var signedURL: String
    /// What it was made from.
    public var prompt: String?
    /// What it shows.
    public var description: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: String, source: AttachmentOrigin, type: MediaAttachmentType, signedURL: String) {
        self.id = id
        self.source = source
        self.type = type
        self.signedURL = signedURL
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", source: "", type: "", signedURL: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "source": try reader.readField(key, into: &source, keepingIn: &additionalProperties)
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "signed_url": try reader.readField(key, into: &signedURL, keepingIn: &additionalProperties)
            case "prompt": try reader.readField(key, into: &prompt, keepingIn: &additionalProperties)
            case "description": try reader.readField(key, into: &description, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("source", source)
            writer.field("type", type)
            writer.field("signed_url", signedURL)
            writer.field("prompt", prompt)
            writer.field("description", description)
        }
    }
}
