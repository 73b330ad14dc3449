import Foundation
public import MartletAPI

/// Makes images, videos and texts into the parts and messages of a conversation.
///
/// ```swift
/// let encoder = MediaEncoder(maximumBytes: 20 << 20)
/// let message = try encoder.userMessage("What is this?", images: "photo.jpg", imageDetail: .high)
/// await agent.addMessage(message)
/// ```
public struct MediaEncoder: Hashable, Sendable {
    /// How many bytes each medium may have before it is encoded. Nil, the default, is no limit. Media that stay where they
    /// are, by URL, are not measured.
    public var maximumBytes: Int?
    /// Whether files and bytes that are clearly neither an image nor a video are refused. Default false.
    public var isStrict: Bool

    /// Creates an encoder.
    public init(maximumBytes: Int? = nil, isStrict: Bool = false) {
        self.maximumBytes = maximumBytes
        self.isStrict = isStrict
    }

    // MARK: Parts

    /// An image, as `image_url`.
    ///
    /// - Parameter detail: In how much detail the model is to look at it. Default `auto`.
    /// - Throws: ``MediaProcessingError``.
    public func imagePart(
        _ source: MediaSource, detail: ImageDetail = .auto
    ) throws(MediaProcessingError) -> ContentPart {
        do throws(MediaError) {
            return try .image(source, detail: detail, limit: maximumBytes, isStrict: isStrict)
        } catch {
            throw MediaProcessingError(error)
        }
    }

    /// A video, as `video_url`.
    ///
    /// - Parameter detail: In how much detail the model is to look at it. Default `auto`.
    /// - Throws: ``MediaProcessingError``.
    public func videoPart(
        _ source: MediaSource, detail: ImageDetail = .auto
    ) throws(MediaProcessingError) -> ContentPart {
        do throws(MediaError) {
            return try .video(source, detail: detail, limit: maximumBytes, isStrict: isStrict)
        } catch {
            throw MediaProcessingError(error)
        }
    }

    /// A text.
    public func textPart(_ text: String) -> ContentPart { .text(text) }

    // MARK: Base64

    /// An image file in base64: the standard alphabet, padded, in one line.
    ///
    /// - Throws: ``MediaProcessingError``.
    public func base64(imageAt path: String) throws(MediaProcessingError) -> String {
        try base64(path, as: .image)
    }

    /// A video file in base64: the standard alphabet, padded, in one line.
    ///
    /// - Throws: ``MediaProcessingError``.
    public func base64(videoAt path: String) throws(MediaProcessingError) -> String {
        try base64(path, as: .video)
    }

    private func base64(_ path: String, as kind: MediaKind) throws(MediaProcessingError) -> String {
        do throws(MediaError) {
            let url = try MediaSource.file(path).url(for: kind, limit: maximumBytes, isStrict: isStrict)
            return url.split(separator: ",", maxSplits: 1).last.map(String.init) ?? ""
        } catch {
            throw MediaProcessingError(error)
        }
    }

    // MARK: Messages

    /// What the user says and shows.
    ///
    /// Without images and videos the content is a plain string. Otherwise, also with empty lists, it is an array: the text,
    /// also when it is empty, then the images in order, then the videos in order.
    ///
    /// - Throws: ``MediaProcessingError`` for the first medium that cannot be sent.
    public func userMessage(
        _ text: String, images: MediaSources? = nil, videos: MediaSources? = nil, imageDetail: ImageDetail = .auto,
        videoDetail: ImageDetail = .auto
    ) throws(MediaProcessingError) -> ChatMessage {
        guard images != nil || videos != nil else { return .user(text) }
        var parts = [textPart(text)]
        for image in images?.sources ?? [] { parts.append(try imagePart(image, detail: imageDetail)) }
        for video in videos?.sources ?? [] { parts.append(try videoPart(video, detail: videoDetail)) }
        return .user(.parts(parts))
    }

    /// Instructions that the model follows.
    public func systemMessage(_ text: String) -> ChatMessage { .system(text) }

    /// What the model said, or is to be taken to have said.
    public func assistantMessage(_ text: String) -> ChatMessage { .assistant(text) }
}
