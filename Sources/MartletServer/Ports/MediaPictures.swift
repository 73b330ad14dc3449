public import MartletAPI

/// Where the pictures come from that a model is to see: fetched, checked, and of a video some frames.
public protocol MediaPictures: Sendable {
    /// The pictures of an image or a video, as parts of a message.
    ///
    /// - Parameters:
    ///   - url: An `http`, `https` or `data:` URL.
    ///   - isVideo: Whether it is a video; the pictures are then frames of it, in their order.
    /// - Returns: At least one ``ContentPart/imageURL(_:detail:)`` whose URL carries the picture itself.
    /// - Throws: ``PlatformError`` with 400 or 413 when the media cannot be fetched or read.
    func pictures(of url: String, isVideo: Bool) async throws -> [ContentPart]
}
