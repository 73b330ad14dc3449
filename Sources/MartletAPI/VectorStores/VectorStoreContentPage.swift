/// The text of a file of a vector store, as it was read.
public struct VectorStoreContentPage: JSONConvertible, Hashable {
    /// `vector_store.file_content.page`.
    public var object: String = "vector_store.file_content.page"
    /// The content.
    public var data: [VectorStoreContent]
    /// Whether there is more.
    public var hasMore: Bool = false
    /// Where the next page begins; nil when there is none.
    public var nextPage: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a page.
    public init(data: [VectorStoreContent]) {
        self.data = data
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(data: [])
        var hasData = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "data": hasData = try reader.readField(key, into: &data, keepingIn: &additionalProperties)
            case "has_more": try reader.readField(key, into: &hasMore, keepingIn: &additionalProperties)
            case "next_page": try reader.readField(key, into: &nextPage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasData || additionalProperties["data"] != nil else {
            throw JSONError(code: .missingField, message: "'data' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("data", data)
            writer.field("has_more", hasMore)
            writer.field("next_page", nextPage)
        }
    }
}

extension VectorStoreContentPage {
    /// The text as a whole.
    public var text: String { data.compactMap(\.text).joined() }
}
