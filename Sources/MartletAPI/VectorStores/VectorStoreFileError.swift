/// Why a file of a vector store could not be read.
public struct VectorStoreFileError: JSONConvertible, Hashable {
    /// The kind, for programs.
    public var code: VectorStoreFileErrorCode
    /// A sentence.
    public var message: String
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(code: VectorStoreFileErrorCode, message: String = "") {
        self.code = code
        self.message = message
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(code: "")
        var hasCode = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": hasCode = try reader.readField(key, into: &code, keepingIn: &additionalProperties)
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasCode || additionalProperties["code"] != nil else {
            throw JSONError(code: .missingField, message: "'code' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("code", code)
            writer.field("message", message)
        }
    }
}
