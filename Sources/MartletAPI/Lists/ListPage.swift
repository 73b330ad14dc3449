/// One page of a list: PixiGPT's envelope of every list, `{"object": "list", "data": […]}`.
///
/// Only the list of a thread's messages has the members about paging. A platform that sends no ``hasMore`` has sent all.
public struct ListPage<Element: JSONConvertible & Hashable>: JSONConvertible, Hashable {
    /// `list`.
    public var object: String
    /// The elements, in the list's order.
    public var data: [Element]
    /// The id of the first element.
    public var firstID: String?
    /// The id of the last element: where the next page begins, exclusive.
    public var lastID: String?
    /// Whether there are more after the last one.
    public var hasMore: Bool?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a page; one without members about paging is a whole list.
    public init(_ data: [Element], firstID: String? = nil, lastID: String? = nil, hasMore: Bool? = nil) {
        object = "list"
        self.data = data
        self.firstID = firstID
        self.lastID = lastID
        self.hasMore = hasMore
    }

    /// Reads `{"data":[…]}`.
    ///
    /// A `data` of null is an empty list, as servers written in Go send it. An element that is none of the list's makes
    /// the list unreadable: leaving it out would hide it.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init([])
        var hasData = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "data":
                if try reader.readNull() {
                    data = []
                } else {
                    var elements: [Element] = []
                    try reader.beginArray()
                    while try reader.nextElement() { elements.append(try Element(reading: &reader)) }
                    data = elements
                }
                hasData = true
            case "first_id": try reader.readField(key, into: &firstID, keepingIn: &additionalProperties)
            case "last_id": try reader.readField(key, into: &lastID, keepingIn: &additionalProperties)
            case "has_more": try reader.readField(key, into: &hasMore, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasData else { throw JSONError(code: .missingField, message: "'data' is required, as an array") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("data", data)
            writer.field("first_id", firstID)
            writer.field("last_id", lastID)
            writer.field("has_more", hasMore)
        }
    }
}
