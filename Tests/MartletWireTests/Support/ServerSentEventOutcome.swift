import MartletWire

/// Everything that can be seen of a parser after a whole input.
struct ServerSentEventOutcome: Equatable {
    var events: [ServerSentEvent] = []
    var lastEventID = ""
    var retryMilliseconds: Int?
    var commentCount = 0
    var error: WireError.Code?

    var texts: [String] { events.map(\.text) }
}

extension ServerSentEventOutcome {
    /// What the parser makes of `bytes` cut at the ascending offsets `cuts`.
    /// - Parameter retaining: keep the events as they are, so that their slices share the parser's buffer to the end.
    ///   Without, they are copied at once, so that the buffer is reused in place.
    init(
        parsing bytes: [UInt8],
        cuts: [Int] = [],
        limits: ServerSentEventParser.Limits = .init(),
        retaining: Bool = true
    ) {
        var parser = ServerSentEventParser(limits: limits)
        do {
            var start = 0
            for piece in 0...cuts.count {
                let end = piece < cuts.count ? cuts[piece] : bytes.count
                bytes.withUnsafeBytes { parser.append(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
                start = end
                while let event = try parser.next() { add(event, retaining) }
            }
            if let event = try parser.finish() { add(event, retaining) }
            if try parser.next() != nil { events.append(ServerSentEvent(type: "after the end", data: [])) }
        } catch {
            self.error = error.code
        }
        lastEventID = parser.lastEventID
        retryMilliseconds = parser.retryMilliseconds
        commentCount = parser.commentCount
        if parser.hasPendingBytes { events.append(ServerSentEvent(type: "pending after the end", data: [])) }
    }

    init(parsing text: String, cuts: [Int] = []) {
        self.init(parsing: Array(text.utf8), cuts: cuts)
    }

    private mutating func add(_ event: ServerSentEvent, _ retaining: Bool) {
        var event = event
        if !retaining { event.data = Array(event.data)[...] }
        events.append(event)
    }
}
