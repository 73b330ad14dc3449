import MartletAPI
import NIOCore

/// Looks at images and videos for clients.
struct VisionService: Sendable {
    let model: VisionModel
    let loader: MediaLoader
    /// What a model is shown.
    let pictures: any MediaPictures
    let limits: PlatformLimits

    /// `POST /v1/vision/analyze`: a description, or what the prompt asks for.
    func analyze(_ body: ByteBuffer) async throws -> VisionResult {
        let request = try image(body, takesPrompt: true)
        let model = try model.configured()
        return try await self.model.answer(
            model, prompt: prompt(request.userPrompt) ?? VisionPrompts.image,
            pictures: try await self.pictures.pictures(of: request.imageURL, isVideo: false))
    }

    /// `POST /v1/vision/tags`: "comma-separated short tags".
    func tags(_ body: ByteBuffer) async throws -> VisionResult {
        let request = try image(body, takesPrompt: false)
        let model = try model.configured()
        var answer = try await self.model.answer(
            model, prompt: VisionPrompts.tags,
            pictures: try await self.pictures.pictures(of: request.imageURL, isVideo: false))
        answer.result = TagList.normalized(answer.result)
        return answer
    }

    /// `POST /v1/vision/ocr`: the text, which "keeps tables/lists/hierarchy". No model is asked, so it costs no tokens.
    func text(_ body: ByteBuffer) async throws -> VisionResult {
        let request = try image(body, takesPrompt: false)
        return VisionResult(result: try await loader.text(inImageAt: request.imageURL), usage: CompletionUsage())
    }

    /// `POST /v1/vision/video`.
    func video(_ body: ByteBuffer) async throws -> VisionResult {
        let request = try RequestBody.decode(VideoRequest.self, from: body)
        try check(request.additionalProperties, "video_url", request.videoURL, takesPrompt: true, request.userPrompt)
        let model = try model.configured()
        let pictures = try await self.pictures.pictures(of: request.videoURL, isVideo: true)
        return try await self.model.answer(
            model, prompt: prompt(request.userPrompt).map { VisionPrompts.video($0) } ?? VisionPrompts.video,
            pictures: pictures)
    }

    private func image(_ body: ByteBuffer, takesPrompt: Bool) throws(PlatformError) -> VisionRequest {
        let request = try RequestBody.decode(VisionRequest.self, from: body)
        try check(
            request.additionalProperties, "image_url", request.imageURL, takesPrompt: takesPrompt, request.userPrompt)
        return request
    }

    private func check(
        _ properties: JSONObject, _ parameter: String, _ url: String, takesPrompt: Bool, _ prompt: String?
    ) throws(PlatformError) {
        try RequestBody.check(properties, modelled: [parameter, "user_prompt"], refusesOthers: true)
        guard !url.isEmpty else {
            throw .invalidRequest("\(parameter) is empty. Give an http, https or data URL.", parameter: parameter)
        }
        guard takesPrompt || self.prompt(prompt) == nil else {
            throw .invalidRequest(
                "user_prompt is not taken here, and would be ignored. Leave it out, or use /v1/vision/analyze.",
                code: "unsupported_parameter", parameter: "user_prompt")
        }
        guard (prompt ?? "").utf8.count <= limits.promptBytes else {
            throw .invalidRequest(
                "user_prompt is longer than the limit of \(limits.promptBytes) bytes.", parameter: "user_prompt")
        }
    }

    /// PixiGPT's Python client leaves an empty one out; others may send it.
    private func prompt(_ text: String?) -> String? {
        text?.isEmpty == false ? text : nil
    }
}
