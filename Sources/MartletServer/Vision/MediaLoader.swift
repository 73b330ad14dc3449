import MartletAPI
import NIOCore

/// Fetches what requests give URLs of, within the platform's limits, and makes pictures for models of it.
struct MediaLoader: MediaPictures {
    private let media: MediaServices
    private let limits: PlatformLimits
    private let places: Admissions

    /// Creates a loader. One is enough for a platform: it counts how many media are fetched and read at the same time.
    init(media: MediaServices, limits: PlatformLimits) {
        self.media = media
        self.limits = limits
        places = Admissions(limit: limits.concurrentMedia)
    }

    /// An image as one picture, a video as several in their order, each as `image_url` with a `data:` URL of a JPEG.
    ///
    /// - Throws: ``PlatformError``: the errors of ``MediaFetching``, ``ImagePreparing`` and ``FrameSampling``, 429 when too
    ///   many media are read already, and 501 `media_unavailable` when the platform cannot do it.
    func pictures(of url: String, isVideo: Bool) async throws -> [ContentPart] {
        let place = try places.admit()
        defer { withExtendedLifetime(place) {} }
        let jpegs: [ByteBuffer]
        if isVideo {
            guard let sampler = media.frames else { throw PlatformError.mediaUnavailable }
            let video = try await fetch(url, videoRules)
            jpegs = try await sampler.frames(
                of: video.body, count: max(1, limits.videoFrames), maximumSide: limits.pictureSide)
        } else {
            guard let images = media.images else { throw PlatformError.mediaUnavailable }
            let image = try await fetch(url, imageRules)
            jpegs = [
                try await images.jpeg(
                    of: image.body, contentType: image.contentType, maximumSide: limits.pictureSide)
            ]
        }
        return try jpegs.map { try .image(bytes: $0.readableBytesView, type: .jpeg) }
    }

    /// The text in an image.
    ///
    /// - Throws: ``PlatformError`` as ``pictures(of:isVideo:)``.
    func text(inImageAt url: String) async throws -> String {
        guard let recognizer = media.recognizer else { throw PlatformError.mediaUnavailable }
        let place = try places.admit()
        defer { withExtendedLifetime(place) {} }
        let image = try await fetch(url, imageRules)
        return try await recognizer.text(in: image.body, contentType: image.contentType)
    }

    private func fetch(_ url: String, _ rules: FetchRules) async throws -> FetchedMedia {
        guard let fetcher = media.fetcher else { throw PlatformError.mediaUnavailable }
        return try await fetcher.fetch(url, rules)
    }

    private var imageRules: FetchRules {
        var rules = FetchRules(maximumBytes: limits.imageBytes)
        rules.acceptedTypes = ["image/"]
        return timed(rules)
    }

    /// PixiGPT: "must be < 10 MB, checked with a HEAD request".
    private var videoRules: FetchRules {
        var rules = FetchRules(maximumBytes: limits.videoBytes - 1)
        rules.acceptedTypes = ["video/", "image/gif", "application/ogg", "application/mp4"]
        rules.checksLengthFirst = true
        return timed(rules)
    }

    private func timed(_ rules: FetchRules) -> FetchRules {
        var rules = rules
        rules.timeout = .seconds(limits.fetchSeconds)
        rules.maximumRedirects = limits.fetchRedirects
        return rules
    }
}

extension PlatformError {
    fileprivate static var mediaUnavailable: PlatformError {
        .unavailable(
            code: "media_unavailable",
            "This platform was put together without a reader of such media. `martlet serve` has one (MartletMedia).")
    }
}
