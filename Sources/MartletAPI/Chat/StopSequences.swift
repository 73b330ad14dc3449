/// The sequences at which generation stops; the answer does not contain them.
///
/// On the wire a string or an array of strings; both are read, and one sequence is written as a string.
public struct StopSequences: Hashable, Sendable {
    /// The sequences. OpenAI takes at most 4.
    public var sequences: [String]

    /// Creates a set of sequences.
    public init(_ sequences: [String]) { self.sequences = sequences }
}

extension StopSequences: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .string: self.init([try reader.readString()])
        case .array:
            var sequences: [String] = []
            try reader.beginArray()
            while try reader.nextElement() { sequences.append(try reader.readString()) }
            self.init(sequences)
        default: throw reader.mismatch("a string or an array of strings")
        }
    }

    public func write(to writer: inout JSONWriter) {
        if sequences.count == 1 {
            writer.value(sequences[0])
        } else {
            sequences.write(to: &writer)
        }
    }
}

extension StopSequences: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self.init([value]) }
    public init(arrayLiteral elements: String...) { self.init(elements) }
}
