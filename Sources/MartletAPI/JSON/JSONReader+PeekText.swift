extension JSONReader {
    /// The text of a member of the object that is next, which stays unread; nil when there is no such text, and when
    /// something else is next.
    ///
    /// For unions, whose `type` tells how the object is to be read. It is the first member almost always.
    mutating func peekText(of name: StaticString) throws(JSONError) -> String? {
        guard try peek() == .object else { return nil }
        let start = mark
        var text: String?
        try beginObject()
        while text == nil, let key = try nextKey() {
            if name ~= key, try peek() == .string {
                text = try readString()
            } else {
                try skipValue()
            }
        }
        rewind(to: start)
        return text
    }
}
