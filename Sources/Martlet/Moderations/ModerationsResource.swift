import HTTPTypes
public import MartletAPI
import NIOCore

/// Classifying texts and media: `POST /moderations` and `POST /moderations/media`.
///
/// Two forms share the first route. PixiGPT's takes a `prompt` and answers one of eleven categories; OpenAI's takes an
/// `input` and answers flags. The local platform speaks both.
///
/// Looking at images and videos has at least 90 seconds, as with ``VisionResource``.
public struct ModerationsResource: Sendable {
    let client: MartletClient

    /// Classifies a text in PixiGPT's form.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` on platforms without such a route;
    ///   `CancellationError`.
    public func create(prompt: String, options: RequestOptions? = nil) async throws -> ModerationResult {
        try await result(of: ModerationRequest(prompt: prompt), at: .moderations, options)
    }

    /// Classifies an image or a video.
    ///
    /// - Parameters:
    ///   - mediaURL: An `http` or `https` URL that the platform can reach; the local platform takes `data:` URLs too.
    ///   - isVideo: Whether it is a video.
    /// - Throws: As ``create(prompt:options:)``; the local platform answers 501 with `vision_model_not_configured` when
    ///   it has no model that sees.
    public func create(
        mediaURL: String, isVideo: Bool = false, options: RequestOptions? = nil
    ) async throws -> ModerationResult {
        try await result(
            of: MediaModerationRequest(mediaURL: mediaURL, isVideo: isVideo), at: .mediaModerations, options)
    }

    /// Classifies texts and images in OpenAI's form.
    ///
    /// - Parameter model: OpenAI's moderation model; the local platform needs none.
    /// - Throws: ``MartletError``, with ``MartletError/Code/decoding`` when there are not as many results as texts;
    ///   `CancellationError`.
    public func create(
        input: ModerationInput, model: ModelID? = nil, options: RequestOptions? = nil
    ) async throws -> ModerationReport {
        let request = ModerationInputRequest(model: model, input: input)
        let call = Call(
            operation: "moderation", method: .post, endpoint: .moderations, body: try client.encode(request),
            model: model?.rawValue)
        let patient = self.options(options, looks: input.hasImages)
        return try await client.core.perform(call, options: patient) { (body) throws(JSONError) in
            try ModerationReport(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
            if let count = input.resultCount, response.value.results.count != count {
                throw client.core.missing("one result for each text", in: response, redactor)
            }
        }.value
    }

    /// - Parameter looks: Whether the platform has to fetch and look at something.
    private func options(_ options: RequestOptions?, looks: Bool) -> RequestOptions {
        let merged = client.merged(options)
        return looks ? VisionResource.patient(merged, on: client.core.platform) : merged
    }

    private func result(
        of request: some JSONConvertible, at endpoint: Endpoint, _ options: RequestOptions?
    ) async throws -> ModerationResult {
        let call = Call(
            operation: "moderation", method: .post, endpoint: endpoint, body: try client.encode(request), model: nil)
        let patient = self.options(options, looks: endpoint == .mediaModerations)
        return try await client.core.perform(call, options: patient) { (body) throws(JSONError) in
            try ModerationResult(json: body.readableBytesView)
        } check: { (response, redactor) throws(MartletError) in
            try client.core.checkError(response.value.additionalProperties, of: response, redactor)
            guard !response.value.category.rawValue.isEmpty else {
                throw client.core.missing("a category", in: response, redactor)
            }
        }.value
    }
}

extension MartletClient {
    /// Classifying texts and media.
    public var moderations: ModerationsResource { ModerationsResource(client: self) }
}
