import MartletAPI
import NIOCore

@testable import Martlet

/// Everything that can be seen of a ``StreamDecoder`` after a whole body.
struct DecoderOutcome: Equatable {
    var chunks: [ChatCompletionChunk] = []
    var error: String?
    var code: MartletError.Code?
    var isDone = false
    var isComplete = false
    var partial: ChatCompletion?

    /// The text of the first choice.
    var text: String { chunks.map(\.text).joined() }

    /// Reads a body in pieces, as a stream does.
    init(decoding bytes: [UInt8], cuts: [Int] = [], contentType: String = "text/event-stream") {
        var decoder = StreamDecoder<ChatCompletionChunk>(contentType: contentType, redactor: Redactor(secrets: []))
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
        isDone = decoder.isDone
        isComplete = decoder.isComplete
        partial = decoder.partial
    }

    init(decoding text: String, contentType: String = "text/event-stream") {
        self.init(decoding: Array(text.utf8), contentType: contentType)
    }

    private mutating func read(_ decoder: inout StreamDecoder<ChatCompletionChunk>) throws(MartletError) {
        while let chunk = try decoder.next() { chunks.append(chunk) }
    }
}
