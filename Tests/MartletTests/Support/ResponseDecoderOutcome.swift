import MartletAPI
import NIOCore

@testable import Martlet

/// Everything that can be seen of a ``ResponseEventDecoder`` after a whole body.
struct ResponseDecoderOutcome: Equatable {
    var events: [ResponseStreamEvent] = []
    var error: String?
    var code: MartletError.Code?
    var isComplete = false
    var partial: ResponseObject?

    /// The text of the events.
    var text: String { events.map(\.text).joined() }

    /// Reads a body in pieces, as a stream does.
    init(decoding bytes: [UInt8], cuts: [Int] = [], contentType: String = "text/event-stream") {
        var decoder = ResponseEventDecoder(contentType: contentType, redactor: Redactor(secrets: []))
        do throws(MartletError) {
            var start = 0
            for end in cuts + [bytes.count] {
                try decoder.append(ByteBuffer(bytes: bytes[start..<end]))
                start = end
                try read(&decoder)
                if decoder.isDone { break }
            }
            if !decoder.isDone {
                decoder.finish()
                try read(&decoder)
                if !decoder.isComplete { throw decoder.truncation }
            }
        } catch {
            self.error = error.description
            code = error.code
        }
        isComplete = decoder.isComplete
        partial = decoder.partial
    }

    init(decoding text: String, cuts: [Int] = [], contentType: String = "text/event-stream") {
        self.init(decoding: Array(text.utf8), cuts: cuts, contentType: contentType)
    }

    private mutating func read(_ decoder: inout ResponseEventDecoder) throws(MartletError) {
        while let event = try decoder.next() { events.append(event) }
    }
}
