/// Why a response failed.
public struct ResponseError: JSONConvertible, Hashable {
    /// The reason, for programs.
    public var code: ResponseErrorCode
    /// The reason, for people.
    public var message: String
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(code: ResponseErrorCode, message: String) {
        self.code = code
        self.message = message
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(code: "", message: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": try reader.readField(key, into: &code, keepingIn: &additionalProperties)
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("code", code)
            writer.field("message", message)
        }
    }
}
