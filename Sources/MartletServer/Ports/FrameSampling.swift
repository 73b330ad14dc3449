public import NIOCore

/// Takes pictures out of videos.
public protocol FrameSampling: Sendable {
    /// Pictures from all over a video, in their order, as JPEG.
    ///
    /// - Parameters:
    ///   - video: An encoded video.
    ///   - count: How many pictures are wanted, at least 1. A short video may have fewer.
    ///   - maximumSide: How long the longer side of a picture may be, in pixels. Smaller ones are not made larger.
    /// - Returns: At least one picture.
    /// - Throws: ``PlatformError``: 400 `unsupported_media` for what is no readable video, 413 `media_too_large` for one
    ///   with too many pixels, 501 when a program is missing.
    func frames(of video: ByteBuffer, count: Int, maximumSide: Int) async throws -> [ByteBuffer]
}
