public import NIOCore

/// Reads the text in images.
public protocol TextRecognizing: Sendable {
    /// The text of an image, line by line, with spaces where there are columns. Empty when there is none.
    ///
    /// - Parameters:
    ///   - image: An encoded image.
    ///   - contentType: What it is said to be; the bytes decide.
    /// - Throws: ``PlatformError``: 400 `unsupported_media` for what is no readable image, 413 `media_too_large` for one
    ///   with too many pixels, 501 when a program is missing.
    func text(in image: ByteBuffer, contentType: String?) async throws -> String
}
