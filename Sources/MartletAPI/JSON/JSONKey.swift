/// The name of an object's member while the object is being read.
///
/// Comparing it with a literal touches the input's bytes only, so that known names cost no `String`. It points into the
/// bytes that the ``JSONReader`` reads and must not outlive the closure it was handed to.
public struct JSONKey {
    let start: UnsafePointer<UInt8>
    let count: Int
    /// Set when the name holds escapes and its bytes in the input are not its characters.
    let unescaped: String?

    /// The name as a string.
    public var string: String {
        unescaped ?? String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Whether the name is `name`.
    @inline(__always)
    public static func ~= (name: StaticString, key: JSONKey) -> Bool {
        if let unescaped = key.unescaped { return unescaped == name.description }
        guard key.count == name.utf8CodeUnitCount else { return false }
        let expected = name.utf8Start
        for index in 0..<key.count where key.start[index] != expected[index] { return false }
        return true
    }
}
