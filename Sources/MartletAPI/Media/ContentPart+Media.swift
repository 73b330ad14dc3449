extension ContentPart {
    /// An image.
    ///
    /// - Parameters:
    ///   - source: Where the image is.
    ///   - detail: In how much detail the model is to look at it. Nil, the default, leaves that to the server.
    ///   - limit: How many bytes the image may have before it is encoded. Nil, the default, is no limit. Remote images are
    ///     not measured.
    ///   - isStrict: Whether the bytes are looked at, as ``MediaSource/url(for:limit:isStrict:)`` says. Default `false`.
    /// - Throws: ``MediaError``, with the codes of ``MediaSource/url(for:limit:isStrict:)``.
    public static func image(
        _ source: MediaSource, detail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        .imageURL(try source.url(for: .image, limit: limit, isStrict: isStrict), detail: detail)
    }

    /// An image from a file. ``image(_:detail:limit:isStrict:)`` has the parameters and errors.
    public static func image(
        file path: String, detail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        try image(.file(path), detail: detail, limit: limit, isStrict: isStrict)
    }

    /// An image that is in memory. ``image(_:detail:limit:isStrict:)`` has the parameters and errors.
    public static func image(
        bytes: some Sequence<UInt8>, type: MediaType, detail: ImageDetail? = nil, limit: Int? = nil,
        isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        try image(.bytes(Array(bytes), type: type), detail: detail, limit: limit, isStrict: isStrict)
    }

    /// An image by its `http:`, `https:` or `data:` URL. ``image(_:detail:limit:isStrict:)`` has the parameters and errors.
    ///
    /// A URL of another kind that a server understands can be sent with ``imageURL(_:detail:)``.
    public static func image(
        url: String, detail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        try image(MediaSource(url: url), detail: detail, limit: limit, isStrict: isStrict)
    }

    /// A video, for servers that understand `video_url` (Qwen, vLLM).
    ///
    /// - Parameters:
    ///   - source: Where the video is.
    ///   - detail: In how much detail the model is to look at it. Nil, the default, leaves that to the server. Otherwise the
    ///     part is an ``unknown(type:payload:)`` one, for few servers know a video's detail.
    ///   - limit: How many bytes the video may have before it is encoded. Nil, the default, is no limit. Remote videos are
    ///     not measured.
    ///   - isStrict: Whether the bytes are looked at, as ``MediaSource/url(for:limit:isStrict:)`` says. Default `false`.
    /// - Throws: ``MediaError``, with the codes of ``MediaSource/url(for:limit:isStrict:)``.
    public static func video(
        _ source: MediaSource, detail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        let url = try source.url(for: .video, limit: limit, isStrict: isStrict)
        guard let detail else { return .videoURL(url) }
        let video: JSONValue = ["url": .string(url), "detail": .string(detail.rawValue)]
        return .unknown(type: "video_url", payload: ["type": "video_url", "video_url": video])
    }

    /// A video from a file. ``video(_:detail:limit:isStrict:)`` has the parameters and errors.
    public static func video(
        file path: String, detail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        try video(.file(path), detail: detail, limit: limit, isStrict: isStrict)
    }

    /// A video that is in memory. ``video(_:detail:limit:isStrict:)`` has the parameters and errors.
    public static func video(
        bytes: some Sequence<UInt8>, type: MediaType, detail: ImageDetail? = nil, limit: Int? = nil,
        isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        try video(.bytes(Array(bytes), type: type), detail: detail, limit: limit, isStrict: isStrict)
    }

    /// A video by its `http:`, `https:` or `data:` URL. ``video(_:detail:limit:isStrict:)`` has the parameters and errors.
    public static func video(
        url: String, detail: ImageDetail? = nil, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> ContentPart {
        try video(MediaSource(url: url), detail: detail, limit: limit, isStrict: isStrict)
    }
}

extension MediaSource {
    /// A data URL if it begins like one, otherwise a remote one.
    init(url: String) {
        self = Self.has("data:", url) ? .dataURL(url) : .remote(url)
    }
}
