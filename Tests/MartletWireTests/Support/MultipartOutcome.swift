import MartletWire

/// Everything that can be seen of a form's parser after a whole input.
struct MultipartOutcome: Equatable, CustomStringConvertible {
    struct Part: Equatable {
        var head: MultipartPartHead
        var bytes: [UInt8] = []
        var isComplete = false
    }

    var parts: [Part] = []
    var isEnded = false
    var error: WireError.Code?
    /// What breaks the order of events.
    var faults: [String] = []

    var description: String {
        parts.map {
            "[\($0.head.name ?? "-"): \(String(decoding: $0.bytes, as: UTF8.self))]\($0.isComplete ? "" : "…")"
        }
        .joined() + (isEnded ? " end" : "") + (error.map { " \($0)" } ?? "") + faults.joined()
    }

    init(
        parsing bytes: [UInt8], boundary: String = "b", cuts: [Int] = [], limits: MultipartParser.Limits = .init(),
        retaining: Bool = true
    ) {
        do throws(WireError) {
            var parser = try MultipartParser(boundary: boundary, limits: limits)
            var kept: [MultipartParser.Event] = []
            var start = 0
            for piece in 0...cuts.count {
                let end = piece < cuts.count ? cuts[piece] : bytes.count
                bytes.withUnsafeBytes { parser.append(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
                start = end
                while let event = try parser.next() {
                    // Slices that are kept must stay as they are, whatever the parser does with its buffer.
                    if retaining { kept.append(event) } else { take(event) }
                }
            }
            var event = try parser.finish()
            while let last = event {
                kept.append(last)
                event = try parser.next()
            }
            for event in kept { take(event) }
        } catch {
            self.error = error.code
        }
    }

    private mutating func take(_ event: MultipartParser.Event) {
        if isEnded { faults.append(" something behind the end") }
        let isOpen = parts.last.map { !$0.isComplete } ?? false
        switch event {
        case .partBegan(let head):
            if isOpen { faults.append(" a part within a part") }
            parts.append(Part(head: head))
        case .bytes(let bytes):
            if !isOpen { faults.append(" bytes outside of a part") }
            if bytes.isEmpty { faults.append(" an empty piece") }
            parts[parts.count - 1].bytes += bytes
        case .partEnded:
            if !isOpen { faults.append(" an end without a part") }
            parts[parts.count - 1].isComplete = true
        case .ended:
            if isOpen { faults.append(" an end within a part") }
            isEnded = true
        }
    }
}
