extension JSONReader {
    /// Reads a member that is a vector: an array of numbers, or base64 of little-endian 32-bit floats. One that is neither
    /// goes to `extra` under the member's name.
    ///
    /// - Returns: Whether the property was set.
    @discardableResult
    mutating func readVectorField(
        _ key: JSONKey, into property: inout [Float], keepingIn extra: inout JSONObject
    ) throws(JSONError) -> Bool {
        if try readNull() { return false }
        guard let vector = try readVector() else {
            extra[key.string] = try readValue()
            return false
        }
        property = vector
        return true
    }

    /// ``readVectorField(_:into:keepingIn:)`` for a property that may be nil.
    mutating func readVectorField(
        _ key: JSONKey, into property: inout [Float]?, keepingIn extra: inout JSONObject
    ) throws(JSONError) {
        var vector: [Float] = []
        property = try readVectorField(key, into: &vector, keepingIn: &extra) ? vector : nil
    }

    /// The vector that is next; nil, with nothing read, when it is none.
    private mutating func readVector() throws(JSONError) -> [Float]? {
        let start = mark
        switch try peek() {
        case .array:
            var vector: [Float] = []
            vector.reserveCapacity(512)
            try beginArray()
            while try nextElement() {
                guard try peek() == .number else {
                    rewind(to: start)
                    return nil
                }
                vector.append(Float(try readDouble()))
            }
            return vector
        case .string:
            if let vector = Embedding.vector(base64: try readString()) { return vector }
            rewind(to: start)
            return nil
        default: return nil
        }
    }
}

extension JSONWriter {
    /// Writes a member that is a vector, as an array of numbers, unless it is nil.
    mutating func vectorField(_ name: StaticString, _ vector: [Float]?) {
        guard let vector, !isReplaced(name) else { return }
        self.name(name)
        array(vector) { element, writer in writer.value(element) }
    }
}
