/// How speech should sound.
public struct AudioParameters: JSONConvertible, Hashable {
    /// The voice: a name, or an object with an id.
    public var voice: JSONValue?
    /// `wav`, `mp3`, `flac`, `opus`, `pcm16` …
    public var format: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "voice": try reader.readField(key, into: &voice, keepingIn: &additionalProperties)
            case "format": try reader.readField(key, into: &format, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("voice", voice)
            writer.field("format", format)
        }
    }
}
