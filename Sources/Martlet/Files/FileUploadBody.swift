import MartletWire
import NIOCore

/// The body of an upload: the form's head, the file, the form's tail.
enum FileUploadBody {
    /// - Parameters:
    ///   - file: The file's bytes.
    ///   - progress: Told how many of them have been taken; of each attempt anew.
    static func make(
        _ file: StreamedRequestBody, in form: MultipartFormEncoder, progress: (@Sendable (FileProgress) -> Void)?
    ) -> StreamedRequestBody {
        StreamedRequestBody(
            length: file.length.map { form.length(withFileOf: $0) }, use: file.use
        ) {
            var pieces: StreamedRequestBody.Iterator?
            var isOver = false
            var sent = 0
            return {
                if isOver { return nil }
                // What was asked for before has been taken when more is asked for.
                progress?(FileProgress(bytes: sent, total: file.length))
                guard pieces != nil else {
                    pieces = file.makeAsyncIterator()
                    return ByteBuffer(bytes: form.head)
                }
                if let piece = try await pieces?.next() {
                    sent += piece.readableBytes
                    return piece
                }
                isOver = true
                return ByteBuffer(bytes: form.tail)
            }
        }
    }
}
