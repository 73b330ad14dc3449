import MartletWire

/// Everything that can be seen of a JSON lines parser after a whole input, and a naive parser to compare it with.
struct JSONLinesOutcome: Equatable {
    var lines: [ArraySlice<UInt8>] = []
    var error: WireError.Code?

    var texts: [String] { lines.map { String(decoding: $0, as: UTF8.self) } }

    init(
        parsing bytes: [UInt8],
        cuts: [Int] = [],
        limits: JSONLinesParser.Limits = .init(),
        retaining: Bool = true
    ) {
        var parser = JSONLinesParser(limits: limits)
        do {
            var start = 0
            for piece in 0...cuts.count {
                let end = piece < cuts.count ? cuts[piece] : bytes.count
                bytes.withUnsafeBytes { parser.append(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
                start = end
                while let line = try parser.next() { lines.append(retaining ? line : Array(line)[...]) }
            }
            if let line = try parser.finish() { lines.append(retaining ? line : Array(line)[...]) }
            if try parser.next() != nil { lines.append([]) }
        } catch {
            self.error = error.code
        }
        if parser.hasPendingBytes { lines.append([]) }
    }

    init(parsing text: String, cuts: [Int] = []) {
        self.init(parsing: Array(text.utf8), cuts: cuts)
    }

    /// The rules over the whole input; shares no code with the parser.
    init(reference bytes: [UInt8], limits: JSONLinesParser.Limits = .init()) {
        let input = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for part in input.split(separator: 10, omittingEmptySubsequences: false) {
            let line = part.last == 13 ? part.dropLast() : part
            if line.count > limits.lineBytes {
                error = .lineTooLong
                return
            }
            if line.contains(where: { ![32, 9, 13].contains($0) }) { lines.append(line) }
        }
    }
}
