import MartletWire

/// The standard, written down as simply as possible over the whole input: what ``ServerSentEventParser`` is compared
/// with. Shares no code with it.
struct ServerSentEventReference {
    private var outcome = ServerSentEventOutcome()
    private var dataBuffer: [UInt8] = []
    private var typeBuffer = ""
    private var idBuffer = ""
    private let limits: ServerSentEventParser.Limits

    static func outcome(
        of bytes: [UInt8],
        limits: ServerSentEventParser.Limits = .init()
    ) -> ServerSentEventOutcome {
        var reference = Self(limits: limits)
        reference.run(bytes)
        return reference.outcome
    }

    private init(limits: ServerSentEventParser.Limits) {
        self.limits = limits
    }

    private mutating func run(_ input: [UInt8]) {
        var line: [UInt8] = []
        var index = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < input.count {
            let byte = input[index]
            index += 1
            if byte != 13 && byte != 10 {
                line.append(byte)
                continue
            }
            if byte == 13, index < input.count, input[index] == 10 { index += 1 }
            process(line, isWhole: true)
            if outcome.error != nil { return }
            line = []
        }
        if !line.isEmpty { process(line, isWhole: false) }
        if outcome.error == nil {
            // Our difference from the standard: the last event needs no blank line, but does not move the id.
            dispatch()
        }
    }

    private mutating func process(_ line: [UInt8], isWhole: Bool) {
        if line.count > limits.lineBytes {
            outcome.error = .lineTooLong
        } else if line.isEmpty {
            outcome.lastEventID = idBuffer
            dispatch()
        } else if line[0] == 58 {
            outcome.commentCount += 1
        } else {
            let parts = line.split(separator: 58, maxSplits: 1, omittingEmptySubsequences: false)
            var value = parts.count == 2 ? Array(parts[1]) : []
            if value.first == 32 { value.removeFirst() }
            let name = Array(parts[0])
            if name == Array("data".utf8) {
                dataBuffer += value + [10]
                if dataBuffer.count - 1 > limits.eventBytes { outcome.error = .eventTooLong }
            } else if isWhole {
                processOther(name, value)
            }
        }
    }

    private mutating func processOther(_ name: [UInt8], _ value: [UInt8]) {
        let text = String(decoding: value, as: UTF8.self)
        if name == Array("event".utf8) {
            typeBuffer = text
        } else if name == Array("id".utf8) {
            if !value.contains(0) { idBuffer = text }
        } else if name == Array("retry".utf8) {
            if !value.isEmpty, value.allSatisfy({ (48...57).contains($0) }), let number = Int(text) {
                outcome.retryMilliseconds = number
            }
        }
    }

    private mutating func dispatch() {
        if !dataBuffer.isEmpty {
            let type = typeBuffer.isEmpty ? "message" : typeBuffer
            let event = ServerSentEvent(type: type, data: dataBuffer.dropLast(), lastEventID: idBuffer)
            outcome.events.append(event)
        }
        dataBuffer = []
        typeBuffer = ""
    }
}
