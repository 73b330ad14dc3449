/// E-mail addresses: a local part of RFC 5321's dot-string, and a host name with a top-level domain of letters.
enum EmailAddresses {
    static func ranges(in scan: TextScan) -> [Range<Int>] {
        // An @ belongs to neither part, so that no byte is looked at from more than two of them.
        scan.bytes.indices.compactMap { index in
            scan.bytes[index] == UInt8(ascii: "@") ? address(at: index, in: scan) : nil
        }
    }

    private static func address(at sign: Int, in scan: TextScan) -> Range<Int>? {
        // RFC 5321 section 4.5.3.1.1: "The maximum total length of a user name or other local-part is 64 octets."
        var start = sign
        while start > 0, sign - start <= 64, isAtom(scan.bytes[start - 1]) { start -= 1 }
        while start < sign, scan.bytes[start] == UInt8(ascii: ".") { start += 1 }
        var end = sign + 1
        while let byte = scan[end], end - sign <= 255, isHost(byte) { end += 1 }
        // A full stop or a dash behind the address is not part of it.
        while end > sign + 1, !TextScan.isDigit(scan.bytes[end - 1]), !TextScan.isLetter(scan.bytes[end - 1]) {
            end -= 1
        }
        guard (1...64).contains(sign - start), end - sign <= 255, scan.bytes[sign - 1] != UInt8(ascii: ".") else {
            return nil
        }
        // `git@host:path` is where source code is.
        if scan.bytes[start..<sign].elementsEqual("git".utf8) { return nil }
        let labels = scan.bytes[(sign + 1)..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.count >= 2, last.allSatisfy(TextScan.isLetter),
            labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 && $0.first != 0x2D && $0.last != 0x2D }),
            !fileTypes.contains(String(decoding: last, as: UTF8.self).lowercased())
        else { return nil }
        return start..<end
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        TextScan.isDigit(byte) || TextScan.isLetter(byte) || atomMarks.contains(byte)
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        TextScan.isDigit(byte) || TextScan.isLetter(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    /// RFC 5322's atom without what prose puts around addresses, and with the dot.
    private static let atomMarks = Set("!#$%&*+-/=?^_`{|}~.".utf8)

    /// `logo@2x.png` and `module@host.js` are file names.
    private static let fileTypes: Set<String> = [
        "css", "gif", "html", "ico", "jpeg", "jpg", "js", "json", "mjs", "pdf", "png", "svg", "ts", "webp", "xml",
    ]
}
