/// Which part of the list of indexes a page is.
public struct VectorIndexPagination: JSONConvertible, Hashable {
    /// The page's number, from 1.
    public var page: Int
    /// How many indexes a page has at most.
    public var pageSize: Int
    /// How many indexes there are.
    public var total: Int
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(page: Int, pageSize: Int, total: Int) {
        self.page = page
        self.pageSize = pageSize
        self.total = total
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(page: 0, pageSize: 0, total: 0)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "page": try reader.readField(key, into: &page, keepingIn: &additionalProperties)
            case "page_size": try reader.readField(key, into: &pageSize, keepingIn: &additionalProperties)
            case "total": try reader.readField(key, into: &total, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("page", page)
            writer.field("page_size", pageSize)
            writer.field("total", total)
        }
    }
}
