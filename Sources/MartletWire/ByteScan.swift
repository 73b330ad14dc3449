/// The search for line ends, eight bytes at a time. `memchr` would need Glibc or Darwin, and finds one byte only.
enum ByteScan {
    /// Which bytes end a line.
    enum LineEnd: Sendable {
        /// LF only; a CR is an ordinary byte.
        case lineFeed
        /// CR or LF.
        case lineFeedOrCarriageReturn
    }

    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    /// The index of the first byte at or after `start` that ends a line, `nil` when there is none.
    @inline(__always)
    static func firstLineEnd(
        in bytes: UnsafeRawBufferPointer,
        from start: Int,
        of lineEnd: LineEnd
    ) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let alsoCarriageReturn = lineEnd == .lineFeedOrCarriageReturn
        let count = bytes.count
        var index = start
        while index &+ 32 <= count {
            let flags =
                controlFlags(word(base, index)) | controlFlags(word(base, index &+ 8))
                | controlFlags(word(base, index &+ 16)) | controlFlags(word(base, index &+ 24))
            if flags != 0 {
                for offset in stride(from: index, to: index &+ 32, by: 8) {
                    if let found = lineEndOffset(in: word(base, offset), alsoCarriageReturn) {
                        return offset &+ found
                    }
                }
            }
            index &+= 32
        }
        while index &+ 8 <= count {
            if let found = lineEndOffset(in: word(base, index), alsoCarriageReturn) { return index &+ found }
            index &+= 8
        }
        while index < count {
            let byte = base.load(fromByteOffset: index, as: UInt8.self)
            if byte == lineFeed || (alsoCarriageReturn && byte == carriageReturn) { return index }
            index &+= 1
        }
        return nil
    }

    /// Whether both hold the same bytes.
    @inline(__always)
    static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        let count = left.count
        guard count == right.count else { return false }
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        var index = 0
        while index &+ 8 <= count {
            if word(left, index) != word(right, index) { return false }
            index &+= 8
        }
        while index < count {
            let byte = left.load(fromByteOffset: index, as: UInt8.self)
            if byte != right.load(fromByteOffset: index, as: UInt8.self) { return false }
            index &+= 1
        }
        return true
    }

    /// Eight bytes, the first of them lowest.
    @inline(__always)
    private static func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The high bit of each byte below 0x0E, so of every LF and CR. A borrow can set the bit of a byte that is not
    /// below 0x0E but never clears one, so a flag is a candidate to check and no flag is an answer. JSON text has next
    /// to no bytes that low, which makes one comparison for both line ends cheaper than two exact ones.
    @inline(__always)
    private static func controlFlags(_ word: UInt64) -> UInt64 {
        (word &- 0x0E0E_0E0E_0E0E_0E0E) & ~word & 0x8080_8080_8080_8080
    }

    /// The offset of the first line end among the eight bytes.
    @inline(__always)
    private static func lineEndOffset(in word: UInt64, _ alsoCarriageReturn: Bool) -> Int? {
        var flags = controlFlags(word)
        while flags != 0 {
            let bit = flags.trailingZeroBitCount & ~7
            let byte = UInt8(truncatingIfNeeded: word &>> UInt64(bit))
            if byte == lineFeed || (alsoCarriageReturn && byte == carriageReturn) { return bit &>> 3 }
            flags &= flags &- 1
        }
        return nil
    }
}
