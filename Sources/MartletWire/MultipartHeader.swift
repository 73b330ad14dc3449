/// The header of a part while it is being read.
struct MultipartHeader: Sendable {
    private(set) var fields: [MultipartPartHead.Field] = []
    /// How many bytes it has so far, with its line ends.
    var count = 0

    /// Adds a line, which is not empty.
    ///
    /// - Throws: ``WireError/Code/malformedHeader``.
    mutating func add(_ line: ArraySlice<UInt8>) throws(WireError) {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        if let first = line.first, isBlank(first) {
            // "Unfolding is accomplished by simply removing any CRLF that is immediately followed by WSP" (RFC 5322).
            guard !fields.isEmpty else { throw malformed }
            fields[fields.count - 1].value += " " + Self.text(line.trimming(isBlank))
            return
        }
        guard let colon = line.firstIndex(of: 0x3A) else { throw malformed }
        let name = line[..<colon].trimming(isBlank)
        guard !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw malformed }
        fields.append(
            MultipartPartHead.Field(
                name: Self.text(name).lowercased(), value: Self.text(line[(colon + 1)...].trimming(isBlank))))
    }

    private var malformed: WireError {
        WireError(
            code: .malformedHeader,
            message:
                "A line in the header of a part of the form is no header field. Put an empty line behind the header.")
    }

    /// UTF-8, as browsers and libraries write names; what is none is taken for ISO 8859-1, so that nothing is lost.
    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension ArraySlice<UInt8> {
    func trimming(_ isBlank: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        guard let last = lastIndex(where: { !isBlank($0) }) else { return [] }
        return self[...last].drop(while: isBlank)
    }
}
