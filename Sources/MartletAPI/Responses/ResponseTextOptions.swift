/// The form that the text of an answer must have.
public struct ResponseTextOptions: JSONConvertible, Hashable {
    /// Text, or JSON of a given schema.
    public var format: ResponseTextFormat?
    /// How long the answer should be.
    public var verbosity: Verbosity?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(format: ResponseTextFormat? = nil, verbosity: Verbosity? = nil) {
        self.format = format
        self.verbosity = verbosity
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "format": try reader.readField(key, into: &format, keepingIn: &additionalProperties)
            case "verbosity": try reader.readField(key, into: &verbosity, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("format", format)
            writer.field("verbosity", verbosity)
        }
    }
}
