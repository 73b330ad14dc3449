/// The name of an object's member while the object is being read.
///
/// Comparing it with a literal touches the input's bytes only, so that known names cost no `String`. It points into the
/// bytes that the ``JSONReader`` reads and must not outlive the reader.
public struct JSONKey {
    let start: UnsafePointer<UInt8>
    let count: Int
    /// Whether the name holds escapes, so that its bytes in the input are not its characters.
    let isEscaped: Bool

    /// The name as a string.
    public var string: String { JSONReader.string(start, count, isEscaped: isEscaped) }

    /// Whether the name is `name`.
    @inline(__always)
    public static func ~= (name: StaticString, key: JSONKey) -> Bool {
        if key.isEscaped { return key.string == name.description }
        guard key.count == name.utf8CodeUnitCount else { return false }
        let expected = name.utf8Start
        for index in 0..<key.count where key.start[index] != expected[index] { return false }
        return true
    }

    /// Whether the name is `name`.
    package func isEqual(to name: String) -> Bool {
        if isEscaped { return string == name }
        var name = name
        return name.withUTF8 { utf8 in
            utf8.count == count && UnsafeBufferPointer(start: start, count: count).elementsEqual(utf8)
        }
    }
}
