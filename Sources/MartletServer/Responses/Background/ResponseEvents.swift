import MartletAPI
import NIOCore

/// The events of a response in the background, to be written to a client.
enum ResponseEvents: Sendable {
    /// Those of one that goes on.
    case live(ResponseLog, from: Int)
    /// Those of one that has ended.
    case stored([ArraySlice<UInt8>])

    /// - Throws: When the client is gone. An error in the middle is written and not thrown.
    func write(to writer: LentWriter) async throws {
        switch self {
        case .stored(let events):
            for event in events { try await writer.write(ByteBuffer(bytes: event)) }
        case .live(let log, let position):
            do {
                try await log.read(from: position) { try await writer.write($0) }
            } catch let error as PlatformError {
                // An error, and no end: the response has not ended.
                let event = ResponseStreamEvent.error(
                    .init(code: error.body.code, message: error.body.message, parameter: error.body.parameter))
                try await writer.write(ByteBuffer(bytes: event.numbered(log.next).encoded))
            }
        }
    }

    /// The events of a stream that was kept.
    ///
    /// - Parameter position: How many to pass over.
    static func stored(_ bytes: [UInt8], from position: Int) -> ResponseEvents {
        var events: [ArraySlice<UInt8>] = []
        var start = 0
        // JSON has no line end within it, so the first blank line ends the event.
        for end in bytes.indices.dropLast() where bytes[end] == 0x0A && bytes[end + 1] == 0x0A && end >= start {
            events.append(bytes[start...(end + 1)])
            start = end + 2
        }
        return .stored(Array(events.dropFirst(max(0, position))))
    }
}
