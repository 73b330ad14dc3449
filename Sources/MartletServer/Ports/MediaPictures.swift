public import MartletAPI

/// What a model is shown of an image or a video behind a URL: pictures, as parts of a message.
public protocol MediaPictures: Sendable { func pictures(of url: String, isVideo: Bool) async throws -> [ContentPart] }
