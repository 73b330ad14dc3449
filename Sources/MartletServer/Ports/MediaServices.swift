/// What the platform does with media. What is nil is not available, and a request for it gets a 501 that says so.
public struct MediaServices: Sendable {
    /// Fetches what callers give URLs of.
    public var fetcher: (any MediaFetching)?
    /// Reads the text in images.
    public var recognizer: (any TextRecognizing)?
    /// Makes images fit for models.
    public var images: (any ImagePreparing)?
    /// Takes pictures out of videos.
    public var frames: (any FrameSampling)?

    /// What a model is shown, instead of what the others make of a URL.
    public var pictures: (any MediaPictures)?

    /// Nothing, but for what is named.
    public init(
        fetcher: (any MediaFetching)? = nil, recognizer: (any TextRecognizing)? = nil,
        images: (any ImagePreparing)? = nil, frames: (any FrameSampling)? = nil,
        pictures: (any MediaPictures)? = nil
    ) {
        self.pictures = pictures
        self.fetcher = fetcher
        self.recognizer = recognizer
        self.images = images
        self.frames = frames
    }
}
