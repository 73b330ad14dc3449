public import NIOCore

/// Makes images fit for models.
public protocol ImagePreparing: Sendable {
    /// An image as JPEG.
    ///
    /// - Parameters:
    ///   - image: An encoded image. Of an animation the first picture is taken.
    ///   - contentType: What it is said to be; the bytes decide.
    ///   - maximumSide: How long the longer side may be, in pixels. Smaller images are not made larger.
    /// - Throws: ``PlatformError``: 400 `unsupported_media` for what is no readable image, 413 `media_too_large` for one
    ///   with too many pixels, 501 when a program is missing.
    func jpeg(of image: ByteBuffer, contentType: String?, maximumSide: Int) async throws -> ByteBuffer
}
