import HTTPTypes
public import MartletAPI
import NIOCore

/// Looking at images and videos: `POST /vision/analyze`, `/vision/tags`, `/vision/ocr` and `/vision/video`.
///
/// Images and videos are named by an `http:` or `https:` URL that the server fetches. The local platform takes `data:` URLs
/// too, and thereby files and bytes; PixiGPT documents none.
///
/// Looking takes time: an attempt has at least 90 seconds, whatever the platform's own timeout is, unless the call, the
/// client or a copy of it sets one. PixiGPT: "Tests allow 60 s (image) and 90 s (video), so the 30 s default is tight."
public struct VisionResource: Sendable {
    let client: MartletClient

    /// What an attempt has at least.
    private static let leastTimeout: Duration = .seconds(90)

    /// Describes an image.
    ///
    /// - Parameters:
    ///   - imageURL: Where the image is.
    ///   - prompt: What to look for. Nil, the default, or empty for a description.
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` on platforms without such a route;
    ///   `CancellationError`.
    public func analyze(
        imageURL: String, prompt: String? = nil, options: RequestOptions? = nil
    ) async throws -> VisionResult {
        try await ask("analyze", VisionRequest(imageURL: imageURL, userPrompt: Self.given(prompt)), options)
    }

    /// Describes an image: one of ``MediaSource``. A file or bytes go as a `data:` URL.
    ///
    /// - Throws: As ``analyze(imageURL:prompt:options:)``, and `MediaError` when the image cannot be sent.
    public func analyze(
        _ image: MediaSource, prompt: String? = nil, options: RequestOptions? = nil
    ) async throws -> VisionResult {
        try await analyze(imageURL: try image.url(for: .image), prompt: prompt, options: options)
    }

    /// Names what is in an image: short tags with commas between them. ``VisionResult/tags`` has them one by one.
    ///
    /// - Throws: As ``analyze(imageURL:prompt:options:)``.
    public func tags(imageURL: String, options: RequestOptions? = nil) async throws -> VisionResult {
        try await ask("tags", VisionRequest(imageURL: imageURL), options)
    }

    /// Names what is in an image: one of ``MediaSource``.
    ///
    /// - Throws: As ``analyze(_:prompt:options:)``.
    public func tags(_ image: MediaSource, options: RequestOptions? = nil) async throws -> VisionResult {
        try await tags(imageURL: try image.url(for: .image), options: options)
    }

    /// Reads the text in an image, with its lines, tables and indents.
    ///
    /// - Throws: As ``analyze(imageURL:prompt:options:)``.
    public func ocr(imageURL: String, options: RequestOptions? = nil) async throws -> VisionResult {
        try await ask("ocr", VisionRequest(imageURL: imageURL), options)
    }

    /// Reads the text in an image: one of ``MediaSource``.
    ///
    /// - Throws: As ``analyze(_:prompt:options:)``.
    public func ocr(_ image: MediaSource, options: RequestOptions? = nil) async throws -> VisionResult {
        try await ocr(imageURL: try image.url(for: .image), options: options)
    }

    /// Describes a video, which must be smaller than 10 MB.
    ///
    /// - Throws: As ``analyze(imageURL:prompt:options:)``.
    public func video(
        videoURL: String, prompt: String? = nil, options: RequestOptions? = nil
    ) async throws -> VisionResult {
        try await ask("video", VideoRequest(videoURL: videoURL, userPrompt: Self.given(prompt)), options)
    }

    /// Describes a video: one of ``MediaSource``.
    ///
    /// - Throws: As ``analyze(_:prompt:options:)``.
    public func video(
        _ video: MediaSource, prompt: String? = nil, options: RequestOptions? = nil
    ) async throws -> VisionResult {
        try await self.video(videoURL: try video.url(for: .video), prompt: prompt, options: options)
    }

    /// PixiGPT's Python client leaves an empty one out too.
    private static func given(_ prompt: String?) -> String? {
        prompt?.isEmpty == false ? prompt : nil
    }

    /// The options with a longer timeout, where only the platform has one and it is shorter.
    static func patient(_ options: RequestOptions, on platform: Platform) -> RequestOptions {
        var options = options
        if options.timeout == nil, let timeout = platform.timeouts.attempt, timeout < leastTimeout {
            options.timeout = leastTimeout
        }
        return options
    }

    private func ask(
        _ route: String, _ request: some JSONConvertible, _ options: RequestOptions?
    ) async throws -> VisionResult {
        let call = Call(
            operation: "vision_\(route)", method: .post, endpoint: .vision(route), body: try client.encode(request))
        let patient = Self.patient(client.merged(options), on: client.core.platform)
        return try await client.core.perform(call, options: patient) { (body) throws(JSONError) in
            try VisionResult(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
        }.value
    }
}

extension MartletClient {
    /// Looking at images and videos.
    public var vision: VisionResource { VisionResource(client: self) }
}
