/// The answer to a ``VisionRequest`` or a ``VideoRequest``.
public struct VisionResult: JSONConvertible, Hashable {
    /// The description, the tags with commas between them, or the text that is in the image.
    public var result: String
    /// What it cost. Reading text costs no tokens where no model does it.
    public var usage: CompletionUsage?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(result: String, usage: CompletionUsage? = nil) {
        self.result = result
        self.usage = usage
    }

    /// The tags of an answer of `/vision/tags`: what stands between the commas.
    public var tags: [String] {
        result.split(separator: ",").compactMap { tag in
            let words = tag.split(whereSeparator: \.isWhitespace)
            return words.isEmpty ? nil : words.joined(separator: " ")
        }
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(result: "")
        var hasResult = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "result": hasResult = try reader.readField(key, into: &result, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        // An error in a 200 is told by who reads the answer.
        guard hasResult || additionalProperties["error"] != nil else {
            throw JSONError(code: .missingField, message: "'result' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("result", result)
            writer.field("usage", usage)
        }
    }
}
