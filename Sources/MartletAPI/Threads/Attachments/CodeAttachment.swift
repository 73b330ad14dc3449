/// A program that the platform's own tools ran on the way to an answer.
public struct CodeAttachment: JSONConvertible, Hashable {
    /// Identifies it within the answer.
    public var id: String
    /// The language that it is written in.
    public var language: String
    /// The program.
    public var code: String
    /// What it printed.
    public var stdout: String?
    /// What it printed to standard error.
    public var stderr: String?
    /// How long it ran, in milliseconds.
    public var executionTimeMs: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: String, language: String, code: String) {
        self.id = id
        self.language = language
        self.code = code
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", language: "", code: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "language": try reader.readField(key, into: &language, keepingIn: &additionalProperties)
            case "code": try reader.readField(key, into: &code, keepingIn: &additionalProperties)
            case "stdout": try reader.readField(key, into: &stdout, keepingIn: &additionalProperties)
            case "stderr": try reader.readField(key, into: &stderr, keepingIn: &additionalProperties)
            case "execution_time_ms":
                try reader.readField(key, into: &executionTimeMs, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("language", language)
            writer.field("code", code)
            writer.field("stdout", stdout)
            writer.field("stderr", stderr)
            writer.field("execution_time_ms", executionTimeMs)
        }
    }
}
